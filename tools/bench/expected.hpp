/// What a store must answer, computed from the data alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data.hpp"
#include "outline.hpp"

namespace dbdb::bench {

/// Of a scan over `entries`, which are sorted.
Digest expected_scan(std::span<const Change> entries, Direction direction = Direction::forward);

/// Of the same scan when it looks at no value.
Outline expected_outline(std::span<const Change> entries, Direction direction);

/// `entries`, which are sorted, after `changes` were made to them in turn. Views into both.
std::vector<Change> entries_after(std::span<const Change> entries, std::span<const Change> changes);

/// Of a scan over `entries` after `changes` were made to them in turn.
Digest expected_scan_after(std::span<const Change> entries, std::span<const Change> changes);

/// Of following `chain` for `steps` through entries that `sorted_entries` made.
Digest expected_follow(Chain chain, std::uint64_t steps);

}  // namespace dbdb::bench
