#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

#include "workload.hpp"

namespace dbdb::test {
namespace {

/// DBDB_MODEL_OPERATIONS asks for more, or fewer, of all styles together.
std::uint64_t operations_per_style() {
    const char* asked = std::getenv("DBDB_MODEL_OPERATIONS");
    return (asked != nullptr ? std::stoull(asked) : 1'500'000) / std::size(all_key_styles);
}

/// DBDB_MODEL_SEED repeats a run, or makes another one.
std::uint64_t first_seed() {
    const char* asked = std::getenv("DBDB_MODEL_SEED");
    return asked != nullptr ? std::stoull(asked) : 20'260'101;
}

constexpr std::uint64_t operations_per_file = 50'000;

/// Long keys cost more.
std::uint64_t operations_of(KeyStyle style) {
    return operations_per_style() / (style == KeyStyle::extreme ? 10 : 1);
}

}  // namespace

TEST_CASE("whatever is done, a database reads like a std::map") {
    std::uint64_t seed = first_seed();
    for (const KeyStyle style : all_key_styles) {
        CAPTURE(static_cast<int>(style));
        for (std::uint64_t done = 0; done < operations_of(style); done += operations_per_file) {
            ++seed;
            CAPTURE(seed);
            Workload(seed, style).run(operations_per_file);
        }
    }
}

}  // namespace dbdb::test
