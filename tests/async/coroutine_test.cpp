#include <utility>  // Boost.Asio 1.74 uses std::exchange without it.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include "dbdb/async.hpp"

#include "async/fixture.hpp"

#ifdef BOOST_ASIO_HAS_CO_AWAIT

namespace dbdb::test {
namespace {

using boost::asio::awaitable;
using boost::asio::use_awaitable;

awaitable<void> set_one(AsyncDatabase async, unsigned number, unsigned& done) {
    co_await async.set("key-" + std::to_string(number), "value", use_awaitable);
    ++done;
}

awaitable<Errc> refused(AsyncDatabase async) {
    try {
        co_await async.set(std::string(key_bytes_max + 1, 'k'), "", use_awaitable);
    } catch (const Error& error) {
        co_return error.errc();
    }
    co_return Errc::io;
}

awaitable<void> move_all(AsyncDatabase async, std::string& seen) {
    std::optional<Transaction> transaction = co_await async.begin(use_awaitable);
    transaction->set("a", "1");
    const CommitId commit = co_await async.commit(*std::move(transaction), use_awaitable);
    const std::optional<std::string> value = co_await async.get("a", use_awaitable);
    seen = value.value_or("nothing") + " of commit " + std::to_string(commit);
}

}  // namespace

TEST_CASE("durable writes of 10,000 coroutines share syncs: one for each 4,096") {
    AsyncFixture made;
    made.hold_writes();
    const unsigned syncs = made.gate->sync_count();
    unsigned done = 0;
    for (unsigned number = 0; number < 10'000; ++number)
        boost::asio::co_spawn(made.io, set_one(made.async, number, done), boost::asio::detached);
    made.io.poll();
    CHECK(done == 0);
    made.run();

    CHECK(done == 10'000);
    CHECK(made.db.size() == 10'002);
    CHECK(made.gate->sync_count() - syncs == 3);
}

TEST_CASE("a coroutine catches the error that the database threw") {
    AsyncFixture made;
    Errc caught = Errc::io;
    boost::asio::co_spawn(
        made.io, refused(made.async), [&](const std::exception_ptr&, Errc errc) { caught = errc; });
    made.run();

    CHECK(caught == Errc::too_large);
}

TEST_CASE("a coroutine has a transaction of its own from its beginning to its commit") {
    AsyncFixture made;
    std::string seen;
    boost::asio::co_spawn(made.io, move_all(made.async, seen), boost::asio::detached);
    made.run();

    CHECK(seen == "1 of commit 2");
}

}  // namespace dbdb::test

#endif
