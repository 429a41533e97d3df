#include "format/jump_target.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace dbdb::format {

namespace {

static_assert(jump_target(0) == 0 && jump_target(1) == 0 && jump_target(2) == 1);

/// Jump targets as one read of the chain needs them: `targets[n]` is that of position n.
std::vector<std::uint32_t> targets_up_to(std::uint32_t last) {
    std::vector<std::uint32_t> targets;
    for (std::uint32_t position = 0; position <= last; ++position) {
        targets.push_back(static_cast<std::uint32_t>(jump_target(position)));
    }
    return targets;
}

unsigned steps(const std::vector<std::uint32_t>& targets, std::uint32_t from, std::uint32_t to) {
    unsigned count = 0;
    for (std::uint32_t position = from; position != to; ++count) {
        position = targets[position] >= to ? targets[position] : position - 1;
    }
    return count;
}

unsigned most_steps(const std::vector<std::uint32_t>& targets, std::uint32_t from) {
    unsigned most = 0;
    for (std::uint32_t to = 0; to <= from; ++to) {
        most = std::max(most, steps(targets, from, to));
    }
    return most;
}

}  // namespace

TEST_CASE("the first jumps are those of Myers' stack") {
    const std::vector<std::uint32_t> expected = {0, 0, 1, 0, 3, 4, 3, 0, 7, 8, 7, 10, 11, 10, 7, 0};
    CHECK(targets_up_to(15) == expected);
}

TEST_CASE("a jump is known from the commit before and from where that one jumps") {
    const std::vector<std::uint32_t> targets = targets_up_to(1'000'000);
    bool agrees = true;
    for (std::uint32_t position = 1; position <= 1'000'000; ++position) {
        const std::uint32_t previous = position - 1;
        const std::uint32_t jump = targets[previous];
        const bool same_length = previous - jump == jump - targets[jump];
        agrees = agrees && targets[position] == (same_length ? targets[jump] : previous);
    }
    CHECK(agrees);
}

TEST_CASE("every older commit is reached in at most 3 log2 n steps") {
    const std::vector<std::uint32_t> targets = targets_up_to(1'000'000);
    std::vector<std::uint32_t> starts(1500);
    std::iota(starts.begin(), starts.end(), 1U);
    starts.insert(starts.end(), {524'286, 524'287, 777'777, 999'999, 1'000'000});
    for (const std::uint32_t from : starts) {
        CAPTURE(from);
        const auto log2 = static_cast<unsigned>(std::bit_width(from + 1) - 1);
        CHECK(most_steps(targets, from) <= 3 * log2);
    }
    CHECK(most_steps(targets, 1'000'000) <= 60);
}

TEST_CASE("the last positions a number can hold have targets") {
    const std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    CHECK(jump_target(last) == 0);
    CHECK(jump_target(last - 1) == last / 2);
}

}  // namespace dbdb::format
