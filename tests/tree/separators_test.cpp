#include "tree/separators.hpp"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

namespace dbdb::test {
namespace {

using tree::Separators;

/// As the words say it, looked at one after the other.
unsigned expected_node(const Separators::Words& words, std::uint64_t word) {
    if (std::ranges::find(words, word) != words.end()) return Separators::undecided;
    return static_cast<unsigned>(std::ranges::lower_bound(words, word) - words.begin());
}

}  // namespace

TEST_CASE("separators tell to which node a word belongs, or that they cannot") {
    std::mt19937_64 random(1);
    for (unsigned used = 0; used <= Separators::count; ++used) {
        for (int time = 0; time < 100; ++time) {
            Separators::Words words{};
            words.fill(Separators::none);
            std::generate_n(words.begin(), used, [&] { return random() % 20 * 1000; });
            std::ranges::sort(words);
            Separators separators{};
            separators.store(words);
            for (std::uint64_t word = 0; word <= 20; ++word) {
                REQUIRE(separators.node_of(word * 1000) == expected_node(words, word * 1000));
                REQUIRE(separators.node_of(word * 1000 + 1) ==
                        expected_node(words, word * 1000 + 1));
            }
            REQUIRE(separators.node_of(Separators::none) == expected_node(words, Separators::none));
        }
    }
}

}  // namespace dbdb::test
