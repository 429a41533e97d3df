#include "transaction/waiting_line.hpp"

#include <array>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace dbdb::test {
namespace {

using transaction::WaitingLine;

/// Threads that stand in a line one behind the other, and the order in which they left it.
struct Queue {
    explicit Queue(unsigned count) {
        for (unsigned index = 0; index < count; ++index) {
            std::unique_lock lock(mutex);
            threads.emplace_back([this, index] { wait(index); });
            stood.wait(lock, [&] { return standing == index + 1; });
        }
    }

    void wait(unsigned index) {
        std::unique_lock lock(mutex);
        line.wait(lock, std::nullopt, [&] {
            // Asked for the first time before it stands in the line.
            if (!is_standing[index]) ++standing;
            is_standing[index] = true;
            stood.notify_all();
            return permits > 0;
        });
        --permits;
        left.push_back(index);
        if (passes_on && permits > 0) line.wake_one();
    }

    void join() {
        for (std::thread& thread : threads)
            thread.join();
    }

    std::mutex mutex;
    std::condition_variable stood;
    WaitingLine line;
    unsigned standing = 0;
    unsigned permits = 0;
    bool passes_on = true;  ///< Whoever leaves wakes the next one.
    std::array<bool, 8> is_standing{};
    std::vector<unsigned> left;
    std::vector<std::thread> threads;
};

}  // namespace

TEST_CASE("who has waited longest is woken first") {
    Queue queue(5);
    {
        const std::scoped_lock lock(queue.mutex);
        queue.permits = 5;
        queue.line.wake_one();
    }
    queue.join();

    CHECK(queue.left == std::vector<unsigned>{0, 1, 2, 3, 4});
    CHECK(queue.line.empty());
}

/// A thread that was still to leave the line took the wake-up of the one behind it: a leader of a
/// sync was then never found, and with it every writer waited for ever.
TEST_CASE("a wake-up is not spent on a thread that was woken before and has not run yet") {
    std::mutex mutex;
    std::condition_variable stood;
    WaitingLine line;
    bool is_over = false;
    unsigned standing = 0;
    const auto wait = [&] {
        std::unique_lock lock(mutex);
        bool was_asked = false;
        line.wait(lock, std::nullopt, [&] {
            if (!was_asked) ++standing;
            was_asked = true;
            stood.notify_all();
            return is_over;
        });
    };
    std::thread first(wait);
    std::thread second(wait);
    {
        std::unique_lock lock(mutex);
        stood.wait(lock, [&] { return standing == 2; });
        is_over = true;
        line.wake_one();
        line.wake_one();
    }
    first.join();
    second.join();  // Else it would sleep for ever.

    CHECK(line.empty());
}

TEST_CASE("all can be woken at once") {
    Queue queue(8);
    {
        const std::scoped_lock lock(queue.mutex);
        queue.permits = 8;
        queue.line.wake_all();
    }
    queue.join();

    CHECK(queue.left.size() == 8);
    CHECK(queue.line.empty());
}

TEST_CASE("a wake-up is not lost on one who was woken before and has not gone yet") {
    Queue queue(2);
    {
        const std::scoped_lock lock(queue.mutex);
        queue.passes_on = false;
        queue.permits = 2;
        queue.line.wake_one();
        queue.line.wake_one();
    }
    queue.join();

    CHECK(queue.left.size() == 2);
    CHECK(queue.line.empty());
}

TEST_CASE("a wait that is over before it begins, or that nobody ends, leaves no trace") {
    std::mutex mutex;
    WaitingLine line;
    std::unique_lock lock(mutex);

    CHECK(line.wait(lock, std::nullopt, [] { return true; }));
    CHECK_FALSE(line.wait(lock, std::chrono::steady_clock::now(), [] { return false; }));
    CHECK(line.empty());
    line.wake_one();
    line.wake_all();
}

}  // namespace dbdb::test
