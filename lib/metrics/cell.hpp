/// A histogram that threads count in, and how often an operation was called. All zeros is empty, so
/// that pages which nobody has written will do.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "metrics/histogram.hpp"

namespace dbdb::metrics {

using Counter = std::atomic<std::uint64_t>;

/// How a thread adds to a counter: alone, or with others at the same time.
enum class Sharing { own, shared };

/// Adds and gives what it was before. Alone that is a plain load and a plain store.
inline std::uint64_t add(Counter& counter, std::uint64_t value, Sharing sharing) noexcept {
    if (sharing == Sharing::shared) return counter.fetch_add(value, std::memory_order_relaxed);
    const std::uint64_t before = counter.load(std::memory_order_relaxed);
    counter.store(before + value, std::memory_order_relaxed);
    return before;
}

struct Cell {
    Counter calls{0};
    Counter next_timed{0};  ///< The first call that is timed again, by its number from 0 on.
    Counter sum{0};
    Counter max{0};
    Counter inverse_min{0};  ///< All bits turned over, so that 0 says that there was none.
    std::array<Counter, bucket_count> buckets{};

    void record(std::uint64_t value, Sharing sharing) noexcept;

    void add_to(Histogram& histogram) const noexcept;
};

}  // namespace dbdb::metrics
