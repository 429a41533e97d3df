/// The frame of every row that writes: time, count, check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "measure.hpp"
#include "place.hpp"

namespace dbdb::bench {

/// Changes to be made to a store, and what it holds before.
struct Writing {
    std::span<const Change> present{};  ///< Sorted by key.
    std::span<const Change> changes{};
    std::size_t changes_per_commit = 1;
    Sync sync = Sync::never;
    unsigned threads = 1;  ///< At the same time, each with its part of the changes.
};

/// Makes the changes, most of them while the clock runs and the last few while system calls are
/// counted, and then compares all that the store holds with what it must hold.
Pass write_and_check(Place& place, const Writing& writing);

/// The store's used bytes; empty when it does not know.
std::optional<double> used_bytes(Store& store);

/// The share of each of `count`.
std::optional<double> per(std::uint64_t count, std::optional<double> all);

}  // namespace dbdb::bench
