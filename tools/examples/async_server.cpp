/// A server of `get KEY` and `set KEY VALUE` on loopback, with coroutines, and clients that use it.
/// Each request of a client is answered when it is durable; clients share syncs.
#include <iostream>
#include <string>
#include <utility>  // Boost.Asio 1.74 uses std::exchange without it.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "dbdb/async.hpp"

namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

constexpr unsigned client_count = 100;

/// One line, without its newline.
awaitable<std::string> read_line(tcp::socket& socket, std::string& received) {
    const auto buffer = asio::dynamic_buffer(received);
    const std::size_t bytes = co_await asio::async_read_until(socket, buffer, '\n', use_awaitable);
    std::string line = received.substr(0, bytes - 1);
    received.erase(0, bytes);
    co_return line;
}

awaitable<void> write_line(tcp::socket& socket, std::string line) {
    line += '\n';
    co_await asio::async_write(socket, asio::buffer(line), use_awaitable);
}

awaitable<std::string> answer(dbdb::AsyncDatabase db, std::string request) {
    const std::size_t space = request.find(' ', 4);
    const std::string key = request.substr(4, space - 4);
    if (request.starts_with("get ")) {
        const std::optional<std::string> value = co_await db.get(key, use_awaitable);
        co_return value.value_or("(none)");
    }
    co_await db.set(key, request.substr(space + 1), use_awaitable);
    co_return "done";
}

/// Until the client closes its end.
awaitable<void> serve(tcp::socket socket, dbdb::AsyncDatabase db) {
    std::string received;
    for (;;) {
        const std::string request = co_await read_line(socket, received);
        const std::string reply = co_await answer(db, request);
        co_await write_line(socket, reply);
    }
}

awaitable<void> listen(tcp::acceptor& acceptor, dbdb::AsyncDatabase db) {
    for (unsigned client = 0; client < client_count; ++client) {
        tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
        // The client's end of the connection ends it, by an error.
        asio::co_spawn(
            acceptor.get_executor(), serve(std::move(socket), db), [](std::exception_ptr) {});
    }
}

awaitable<void> use_server(tcp::endpoint server, unsigned number, unsigned& right) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(server, use_awaitable);
    std::string received;
    const std::string key = "client-" + std::to_string(number);
    co_await write_line(socket, "set " + key + " was here");
    const std::string done = co_await read_line(socket, received);
    co_await write_line(socket, "get " + key);
    const std::string value = co_await read_line(socket, received);
    if (done == "done" && value == "was here") ++right;
}

void rethrow(const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
}

}  // namespace

int main(int argument_count, char** arguments) {
    dbdb::Database db = dbdb::Database::open(argument_count > 1 ? arguments[1] : "server.dbdb");
    asio::io_context io;
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    const dbdb::AsyncDatabase async(db, io.get_executor());
    unsigned right = 0;
    asio::co_spawn(io, listen(acceptor, async), rethrow);
    for (unsigned number = 0; number < client_count; ++number)
        asio::co_spawn(io, use_server(acceptor.local_endpoint(), number, right), rethrow);
    io.run();

    const dbdb::Statistics figures = db.statistics();
    std::cout << right << " clients were answered\n"
              << figures.entries << " entries\n"
              << (figures.of(dbdb::Operation::sync).calls < client_count ? "syncs were shared\n"
                                                                         : "each had its sync\n");
}
