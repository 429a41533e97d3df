#include "transaction/releaser.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace dbdb::test {
namespace {

/// Counts when it goes, and notes by which thread.
struct Held {
    ~Held() {
        gone_by = std::this_thread::get_id();
        ++gone;
    }

    std::atomic<unsigned>& gone;
    std::thread::id& gone_by;
};

TEST_CASE("what is let go of goes in another thread, all of it before the releaser does") {
    std::atomic<unsigned> gone = 0;
    std::thread::id gone_by = std::this_thread::get_id();
    {
        transaction::Releaser releaser;
        releaser.release(nullptr);
        for (unsigned index = 0; index < 100; ++index)
            releaser.release(std::shared_ptr<const Held>(new Held{gone, gone_by}));
    }
    CHECK(gone == 100);
    CHECK(gone_by != std::this_thread::get_id());
}

TEST_CASE("a share that others hold too is just given up") {
    std::atomic<unsigned> gone = 0;
    std::thread::id gone_by;
    auto held = std::shared_ptr<const Held>(new Held{gone, gone_by});
    {
        transaction::Releaser releaser;
        releaser.release(held);
    }
    CHECK(gone == 0);
    held.reset();
    CHECK(gone_by == std::this_thread::get_id());
}

TEST_CASE("many threads may let go of things at once") {
    std::atomic<unsigned> gone = 0;
    std::vector<std::thread::id> gone_by(400);
    {
        transaction::Releaser releaser;
        std::vector<std::thread> threads;
        for (unsigned number = 0; number < 4; ++number) {
            threads.emplace_back([&, number] {
                for (unsigned index = 0; index < 100; ++index)
                    releaser.release(
                        std::shared_ptr<const Held>(new Held{gone, gone_by[number * 100 + index]}));
            });
        }
        for (std::thread& thread : threads)
            thread.join();
    }
    CHECK(gone == 400);
}

}  // namespace
}  // namespace dbdb::test
