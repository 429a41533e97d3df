/// Rows that read a store as random overwrites have left it: neighbours in the order of keys lie
/// wherever they were written last.
#include <array>

#include "rows.hpp"

namespace dbdb::bench {

namespace {

constexpr Fixture scattered = Fixture::fresh_scattered;

const std::array rows{
    Row{"get_scattered",
        "readrandom after 1,000,000 commits of one overwrite",
        read_random,
        scattered,
        1.7},
    Row{"scan_scattered",
        "readseq after 1,000,000 commits of one overwrite",
        readseq,
        scattered,
        1.2},
    Row{"seek50_scattered",
        "seek50 after 1,000,000 commits of one overwrite",
        seek50,
        scattered,
        1.1},
};

}  // namespace

std::span<const Row> scattered_rows() { return rows; }

}  // namespace dbdb::bench
