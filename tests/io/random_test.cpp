#include "io/random.hpp"

#include <set>

#include <doctest/doctest.h>

using namespace dbdb::io;

TEST_CASE("random bits do not repeat") {
    std::set<std::array<std::byte, 16>> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(random_bits());
    CHECK(seen.size() == 1000);
}
