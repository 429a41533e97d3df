#include "metrics/thread_slot.hpp"

#include <algorithm>
#include <barrier>
#include <set>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace dbdb::test {
namespace {

/// The slots of so many threads that run at the same time.
std::vector<unsigned> slots_of(unsigned threads) {
    std::vector<unsigned> slots(threads);
    std::barrier all_have_theirs(static_cast<std::ptrdiff_t>(threads));
    std::vector<std::thread> running;
    for (unsigned& slot : slots) {
        running.emplace_back([&slot, &all_have_theirs] {
            slot = metrics::thread_slot();
            all_have_theirs.arrive_and_wait();
        });
    }
    for (std::thread& thread : running)
        thread.join();
    return slots;
}

}  // namespace

TEST_CASE("threads that run at the same time have slots of their own, so none writes another's") {
    const std::vector<unsigned> slots = slots_of(32);
    const std::set<unsigned> distinct(slots.begin(), slots.end());

    CHECK(distinct.size() == 32);
    CHECK_FALSE(distinct.contains(metrics::shared_thread_slot));
    CHECK_FALSE(distinct.contains(metrics::thread_slot()));
}

TEST_CASE("slots are free again when their threads have ended, and the rest share the last one") {
    for (int round = 0; round < 3; ++round) {
        const std::vector<unsigned> slots = slots_of(100);
        const auto shared = std::ranges::count(slots, metrics::shared_thread_slot);
        const std::set<unsigned> distinct(slots.begin(), slots.end());

        CHECK(distinct.size() == 101 - static_cast<std::size_t>(shared));
        CHECK(shared < 40);
    }
}

}  // namespace dbdb::test
