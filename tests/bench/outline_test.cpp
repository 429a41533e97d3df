#include <utility>

#include <doctest/doctest.h>

#include "expected.hpp"

namespace dbdb::test {
namespace {

using bench::Change;
using bench::Direction;
using bench::Outline;

/// Of entries that differ from the right ones by what `spoil` does to them.
template <typename Function>
Outline outline_after(Function&& spoil) {
    const bench::ChangeList right = bench::sorted_entries(100, {});
    std::vector<Change> entries(right.all().begin(), right.all().end());
    spoil(entries);
    return bench::expected_outline(entries, Direction::forward);
}

const Outline untouched = outline_after([](std::vector<Change>&) {});

}  // namespace

TEST_CASE("an outline is the same for the same entries") {
    CHECK(outline_after([](std::vector<Change>&) {}) == untouched);
}

TEST_CASE("an outline tells a dropped entry from none") {
    CHECK(outline_after([](auto& entries) { entries.erase(entries.begin()); }) != untouched);
    CHECK(outline_after([](auto& entries) { entries.pop_back(); }) != untouched);
}

TEST_CASE("an outline tells an entry that comes twice in place of another") {
    CHECK(outline_after([](auto& entries) { entries[50] = entries[49]; }) != untouched);
}

TEST_CASE("an outline tells neighbours that were swapped") {
    CHECK(outline_after([](auto& entries) { std::swap(entries[1], entries[2]); }) != untouched);
}

TEST_CASE("an outline tells a value that was cut, and a key") {
    CHECK(outline_after([](auto& entries) { entries[7].value.remove_suffix(1); }) != untouched);
    CHECK(outline_after([](auto& entries) { entries[7].key.remove_suffix(1); }) != untouched);
    CHECK(outline_after([](auto& entries) { entries[7].key = "short"; }) != untouched);
}

TEST_CASE("an outline of a scan backward differs from that of a scan forward") {
    const bench::ChangeList list = bench::sorted_entries(100, {});
    CHECK(bench::expected_outline(list.all(), Direction::backward) !=
          bench::expected_outline(list.all(), Direction::forward));
}

}  // namespace dbdb::test
