#include <random>

#include <doctest/doctest.h>

#include "support/soak.hpp"
#include "workload.hpp"

namespace dbdb::test {
namespace {

/// Of all styles together.
std::uint64_t operations_per_style() {
    return soak_count(1'500'000, "DBDB_SOAK_OPERATIONS") / std::size(all_key_styles);
}

constexpr std::uint64_t operations_per_file = 50'000;

/// Long keys cost more.
std::uint64_t operations_of(KeyStyle style) {
    return operations_per_style() / (style == KeyStyle::extreme ? 10 : 1);
}

}  // namespace

TEST_CASE("whatever is done, a database reads like a std::map") {
    std::mt19937_64 seeds(soak_seed());
    for (const KeyStyle style : all_key_styles) {
        CAPTURE(static_cast<int>(style));
        for (std::uint64_t done = 0; done < operations_of(style); done += operations_per_file) {
            const std::uint64_t seed = seeds();
            CAPTURE(seed);
            Workload(seed, style).run(operations_per_file);
            soak_figure(operations_per_file, "operations compared with a std::map");
        }
    }
}

}  // namespace dbdb::test
