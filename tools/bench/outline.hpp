/// What a scan proves that looks at no value.
#pragma once

#include <cstdint>
#include <string_view>

#include "data.hpp"

namespace dbdb::bench {

/// Number, sizes, beginnings and order of what was read: enough that a store which drops, repeats,
/// cuts or swaps entries gives another one. Of each entry the lengths and 8 bytes of the key are
/// touched; `bytes` is what LevelDB's db_bench adds up in the rows of the same names.
class Outline {
public:
    explicit Outline(Direction direction)
        : flip_(direction == Direction::forward ? 0 : ~std::uint64_t{0}) {}

    void add(std::string_view key, std::string_view value) {
        ++entries_;
        bytes_ += key.size() + value.size();
        const std::uint64_t word = key.size() < sizeof word ? 0 : load_word(key.data());
        words_ += word;
        const std::uint64_t place = __builtin_bswap64(word) ^ flip_;
        misplaced_ += place < last_ ? 1 : 0;
        last_ = place;
    }

    friend bool operator==(const Outline&, const Outline&) = default;

private:
    std::uint64_t flip_;  ///< Makes the places of a scan backward ascend, too.
    std::uint64_t entries_ = 0;
    std::uint64_t bytes_ = 0;      ///< Of keys and values.
    std::uint64_t words_ = 0;      ///< The sum of the first 8 bytes of keys.
    std::uint64_t misplaced_ = 0;  ///< Keys that should have come before the one before them.
    std::uint64_t last_ = 0;       ///< The first 8 bytes of the last key, as an ordered number.
};

}  // namespace dbdb::bench
