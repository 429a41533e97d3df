/// Durable sets by many coroutines at once, beside other ways to make the same sets durable: a
/// table of its own, since no other store that is compared has such an interface.
#include "dbdb/async.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <fmt/core.h>
#include <string>
#include <thread>
#include <utility>  // Boost.Asio 1.74 uses std::exchange without it.
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using dbdb::Database;

struct Plan {
    unsigned sets = 10'000;
    unsigned rounds = 5;
    std::filesystem::path directory = ".";
};

const std::string value(100, 'v');

std::string key_of(unsigned number) { return fmt::format("{:016}", number * 2654435761U); }

asio::awaitable<void> set_one(dbdb::AsyncDatabase async, unsigned number) {
    co_await async.set(key_of(number), value, asio::use_awaitable);
}

void by_coroutines(Database& db, const Plan& plan) {
    asio::io_context io;
    const dbdb::AsyncDatabase async(db, io.get_executor());
    for (unsigned number = 0; number < plan.sets; ++number) {
        asio::co_spawn(io, set_one(async, number), [](const std::exception_ptr& error) {
            if (error) std::rethrow_exception(error);
        });
    }
    io.run();
}

void by_threads(Database& db, const Plan& plan) {
    constexpr unsigned thread_count = 64;
    std::vector<std::thread> threads;
    for (unsigned first = 0; first < thread_count; ++first) {
        threads.emplace_back([&db, &plan, first] {
            for (unsigned number = first; number < plan.sets; number += thread_count)
                db.set(key_of(number), value);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
}

/// What AsyncDatabase could do instead: readers would see commits before they are durable.
void by_unsynced_commits(Database& db, const Plan& plan) {
    for (unsigned number = 0; number < plan.sets; ++number) {
        db.update([&](dbdb::Transaction& change) { change.set(key_of(number), value); },
                  {.durability = dbdb::Durability::none});
    }
    db.sync();
}

void measure(const char* name, void (*make_sets)(Database&, const Plan&), const Plan& plan) {
    const std::filesystem::path path = plan.directory / "async-bench.dbdb";
    double seconds = 1e9;
    dbdb::Statistics figures;
    for (unsigned round = 0; round < plan.rounds; ++round) {
        Database db = Database::open(path);
        const auto began = Clock::now();
        make_sets(db, plan);
        const std::chrono::duration<double> passed = Clock::now() - began;
        seconds = std::min(seconds, passed.count());
        figures = db.statistics();
        db.close();
        std::filesystem::remove(path);
    }
    fmt::print("{:<34} {:>9.0f} sets/s {:>6} syncs {:>6} commits {:>7.1f} MiB written\n",
               name,
               plan.sets / seconds,
               figures.of(dbdb::Operation::sync).calls,
               figures.commits,
               static_cast<double>(figures.written_bytes) / (1 << 20));
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("What durable sets of many coroutines cost.", "dbdb-async-bench");
    Plan plan;
    app.add_option("--sets", plan.sets, "Durable sets, one by each coroutine");
    app.add_option("--rounds", plan.rounds, "The quickest counts")->check(CLI::PositiveNumber);
    app.add_option("--dir", plan.directory, "Where the file is made")
        ->check(CLI::ExistingDirectory);
    CLI11_PARSE(app, argc, argv);
    try {
        measure("coroutines of AsyncDatabase", by_coroutines, plan);
        measure("64 threads of Database", by_threads, plan);
        measure("a commit each, then one sync", by_unsynced_commits, plan);
    } catch (const std::exception& error) {
        fmt::print(stderr, "dbdb-async-bench: {}\n", error.what());
        return 3;
    }
    return 0;
}
