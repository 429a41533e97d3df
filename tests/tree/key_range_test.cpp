#include "tree/key_range.hpp"

#include <string>

#include <doctest/doctest.h>

namespace dbdb::test {

TEST_CASE("a reported run of keys has the bounds it was made of") {
    CHECK(tree::key_range("a", "c", 7) == KeyRange{"a", "c", 7});
    CHECK(tree::key_range("", std::nullopt, 0) == KeyRange{"", std::nullopt, 0});
    CHECK(tree::key_range("k") == KeyRange{"k", std::string("k\0", 2), 1});
}

TEST_CASE("a bound of over 256 bytes is cut to one that leaves no key out") {
    const std::string longest(65'535, 'm');
    const std::string highest(65'535, '\xff');

    const KeyRange range = tree::key_range(longest, longest + "z", 1);
    CHECK(range.from == longest.substr(0, 256));
    CHECK(range.from <= longest);
    REQUIRE(range.to);
    CHECK(range.to->size() == 256);
    CHECK(*range.to > longest + "z");
    CHECK_FALSE(tree::key_range("", highest, 1).to);
}

}  // namespace dbdb::test
