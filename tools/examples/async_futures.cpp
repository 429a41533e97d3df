/// AsyncDatabase with callbacks, with futures, and with a transaction over several steps.
#include <future>
#include <iostream>
#include <string>
#include <utility>  // Boost.Asio 1.74 uses std::exchange without it.

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include "dbdb/async.hpp"

namespace {

using boost::asio::use_future;

/// A handler is told the error, if there was one, and the result.
void with_a_callback(const dbdb::AsyncDatabase& async) {
    std::promise<void> is_done;
    async.set("apple", "red", [&](std::exception_ptr error, dbdb::CommitId commit) {
        std::cout << (error ? "failed" : "commit " + std::to_string(commit)) << "\n";
        is_done.set_value();
    });
    is_done.get_future().wait();
}

/// A future throws the error that a call would have thrown.
void with_futures(const dbdb::AsyncDatabase& async) {
    std::future<std::optional<std::string>> apple = async.get("apple", use_future);
    std::future<dbdb::CommitId> refused = async.set(std::string(100'000, 'k'), "", use_future);
    std::cout << apple.get().value_or("(none)") << "\n";
    try {
        refused.get();
    } catch (const dbdb::Error& error) {
        std::cout << (error.errc() == dbdb::Errc::too_large ? "too large\n" : "another error\n");
    }
}

/// What is read and what is written belong together.
void count_up(const dbdb::AsyncDatabase& async) {
    const auto add_one = [](dbdb::Transaction& change) {
        const auto before = change.get("count");
        const int count = before ? std::stoi(std::string(*before)) : 0;
        change.set("count", std::to_string(count + 1));
    };
    std::vector<std::future<dbdb::CommitId>> commits;
    for (int time = 0; time < 1000; ++time)
        commits.push_back(async.update(add_one, use_future));
    for (auto& commit : commits)
        commit.get();
    std::cout << async.get("count", use_future).get().value_or("(none)") << "\n";
}

/// Others wait for the turn until it is committed.
void in_steps(const dbdb::AsyncDatabase& async) {
    std::optional<dbdb::Transaction> transaction = async.begin(use_future).get();
    transaction->set("pear", "green");
    transaction->erase("apple");
    async.commit(*std::move(transaction), {.message = "in steps"}, use_future).get();
    std::cout << async.size(use_future).get() << "\n";
}

}  // namespace

int main(int argument_count, char** arguments) {
    dbdb::Database db = dbdb::Database::open(argument_count > 1 ? arguments[1] : "futures.dbdb");
    boost::asio::thread_pool pool(1);
    const dbdb::AsyncDatabase async(db, pool.get_executor());
    with_a_callback(async);
    with_futures(async);
    count_up(async);
    in_steps(async);
}
