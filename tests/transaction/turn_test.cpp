#include "transaction/turn.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "io/create_file.hpp"
#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

using transaction::Turn;
using Outcome = Turn::Outcome;

std::shared_ptr<io::LocalFile> make_file(const std::filesystem::path& path) {
    io::create_file(path, {});
    return io::open_local(path, io::OpenMode::read_write);
}

/// Whether another process could take the lock of `path` now.
bool is_free_for_others(const std::filesystem::path& path) {
    return in_child([&] {
               const auto file = io::open_local(path, io::OpenMode::read_write);
               const auto lock = io::writer_lock_of(file);
               return lock->try_lock_until(file, std::chrono::steady_clock::time_point::min()) ? 1
                                                                                               : 0;
           }) == 1;
}

}  // namespace

TEST_CASE("the lock between processes stays until the last unsettled commit is settled") {
    const TemporaryDirectory directory;
    const auto path = directory / "a.db";
    const auto file = make_file(path);
    Turn turn(io::writer_lock_of(file), file);
    REQUIRE(turn.take(std::nullopt) == Outcome::taken_new);
    turn.set_ready();
    turn.give_up_unsettled();
    CHECK(turn.take(std::nullopt) == Outcome::taken);
    turn.give_up_unsettled();
    CHECK_FALSE(is_free_for_others(path));

    turn.settle();
    CHECK_FALSE(is_free_for_others(path));
    turn.settle();

    CHECK(is_free_for_others(path));
    CHECK(turn.take(std::nullopt) == Outcome::taken_new);
}

TEST_CASE("whoever waits for the turn gets it, however many wait and in whatever way it is freed") {
    Turn turn(nullptr, nullptr);
    std::atomic<unsigned> inside{0};
    std::atomic<unsigned> wrong{0};
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < 16; ++thread) {
        threads.emplace_back([&, thread] {
            for (unsigned round = 0; round < 500; ++round) {
                static_cast<void>(turn.take(std::nullopt));
                wrong += inside++ != 0;
                turn.set_ready();
                --inside;
                if ((round + thread) % 3 == 0) {
                    turn.give_up_unsettled();
                    turn.settle();
                } else {
                    turn.give_up();
                }
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();

    CHECK(wrong == 0);
}

TEST_CASE("waits that end at their deadline leave the turn to the others") {
    Turn turn(nullptr, nullptr);
    std::atomic<unsigned> taken{0};
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (unsigned round = 0; round < 300; ++round) {
                transaction::Deadline deadline;
                if (thread % 2 == 0)
                    deadline = std::chrono::steady_clock::now() + std::chrono::microseconds(round);
                if (turn.take(deadline) == Outcome::timed_out) continue;
                ++taken;
                turn.give_up();
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();

    CHECK(taken >= 4 * 300);
}

}  // namespace dbdb::test
