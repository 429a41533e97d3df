#include "dbdb/range.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

static_assert(std::input_iterator<Range::Iterator>);
static_assert(std::sentinel_for<std::default_sentinel_t, Range::Iterator>);

namespace {

std::string keys_of(const Range& range) {
    std::string keys;
    for (const auto& [key, value] : range)
        keys += std::string(key) + " ";
    return keys;
}

Database letters() {
    return database_with({{"", "0"},
                          {"a", "1"},
                          {"aa", "2"},
                          {"ab", "3"},
                          {"b", "4"},
                          {"\xff", "5"},
                          {"\xff\xff", "6"},
                          {"\xff\xff z", "7"}});
}

}  // namespace

TEST_CASE("ranges begin at their first key and end before their last") {
    const Snapshot now = letters().snapshot();

    CHECK(keys_of(now.range("a", "b")) == "a aa ab ");
    CHECK(keys_of(now.range("aaa", "b")) == "ab ");
    CHECK(keys_of(now.range("", "a")) == " ");
    CHECK(keys_of(now.range("b", "a")).empty());
    CHECK(keys_of(now.range("a", "a")).empty());
    CHECK(keys_of(now.range_from("b")) == "b \xff \xff\xff \xff\xff z ");
    CHECK(keys_of(now.range_to("aa")) == " a ");
    CHECK(now.range().count() == 8);
}

TEST_CASE("prefixes find their keys, up to the last one there can be") {
    const Snapshot now = letters().snapshot();

    CHECK(keys_of(now.prefix("a")) == "a aa ab ");
    CHECK(keys_of(now.prefix("\xff")) == "\xff \xff\xff \xff\xff z ");
    CHECK(keys_of(now.prefix("\xff\xff")) == "\xff\xff \xff\xff z ");
    CHECK(now.prefix("").count() == 8);
    CHECK(now.prefix("c").empty());
    CHECK(now.count_prefix("\xff") == 3);
    CHECK(now.count_prefix("a") == 3);
}

TEST_CASE("reverse, skip and limit combine") {
    const Snapshot now = letters().snapshot();
    const Range range = now.range("a", "\xff");

    CHECK(keys_of(range.reverse()) == "b ab aa a ");
    CHECK(keys_of(range.reverse().reverse()) == keys_of(range));
    CHECK(keys_of(range.skip(1).limit(2)) == "aa ab ");
    CHECK(keys_of(range.reverse().skip(1).limit(2)) == "ab aa ");
    CHECK(keys_of(range.limit(2).reverse()) == "aa a ");
    CHECK(keys_of(range.reverse().limit(2).reverse()) == "ab b ");
    CHECK(range.skip(99).empty());
    CHECK(range.limit(0).empty());
    CHECK(range.limit(UINT64_MAX).count() == 4);
}

TEST_CASE("a range over a temporary lives as long as the loop over it") {
    std::string keys;
    for (auto [key, value] : letters().snapshot().prefix("a").skip(1).limit(5)) {
        keys += key;
        keys += value;
    }

    CHECK(keys == "aa2ab3");
}

TEST_CASE("several iterators of one range do not disturb each other") {
    const Snapshot now = letters().snapshot();
    const Range range = now.prefix("a");
    auto first = range.begin();
    auto second = range.begin();
    ++first;
    first++;

    CHECK(first->key == "ab");
    CHECK((*second).key == "a");
    ++first;
    CHECK(first == range.end());
}

TEST_CASE("a range goes through leaves of equal and of unequal entries, both ways") {
    Contents contents;
    for (unsigned index = 0; index < 600; ++index) {
        const bool is_equal = index / 100 % 2 == 0;
        contents[std::to_string(10'000 + index)] = std::string(is_equal ? 90 : index % 90, 'v');
    }
    Database db = Database::in_memory();
    db.update([&](Transaction& change) {
        for (const auto& [key, value] : contents)
            change.set(key, value);
    });
    const Snapshot now = db.snapshot();
    const std::vector<std::pair<std::string, std::string>> forward(contents.begin(),
                                                                   contents.end());
    const std::vector<std::pair<std::string, std::string>> backward(forward.rbegin(),
                                                                    forward.rend());

    CHECK(entries_of(now.range()) == forward);
    CHECK(entries_of(now.range().reverse()) == backward);
    for (std::size_t first = 0; first < forward.size(); first += 7) {
        const std::size_t count = std::min<std::size_t>(first % 60, forward.size() - first);
        const auto begin = static_cast<std::ptrdiff_t>(first);
        const auto end = static_cast<std::ptrdiff_t>(first + count);
        CAPTURE(first);
        REQUIRE(entries_of(now.range_from(forward[first].first).limit(count)) ==
                decltype(forward)(forward.begin() + begin, forward.begin() + end));
        REQUIRE(entries_of(now.range().reverse().skip(first).limit(count)) ==
                decltype(forward)(backward.begin() + begin, backward.begin() + end));
    }
}

TEST_CASE("an empty database has empty ranges") {
    const Snapshot now = Database::in_memory().snapshot();

    CHECK(now.range().empty());
    CHECK(now.range("a", "b").reverse().empty());
    CHECK(now.prefix("a").skip(1).limit(1).empty());
    CHECK(now.range_from("a").empty());
    CHECK(now.range_to("a").empty());
    CHECK_FALSE(now.nth(0).has_value());
    CHECK(now.rank("a") == 0);
    CHECK(errc_of([&] { now.at("a"); }) == Errc::not_found);
}

}  // namespace dbdb::test
