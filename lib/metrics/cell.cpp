#include "metrics/cell.hpp"

namespace dbdb::metrics {

namespace {

void raise(Counter& counter, std::uint64_t value) noexcept {
    std::uint64_t before = counter.load(std::memory_order_relaxed);
    while (before < value &&
           !counter.compare_exchange_weak(before, value, std::memory_order_relaxed)) {
    }
}

}  // namespace

void Cell::record(std::uint64_t value, Sharing sharing) noexcept {
    add(sum, value, sharing);
    raise(max, value);
    raise(inverse_min, ~value);
    add(buckets[bucket_of(value)], 1, sharing);
}

void Cell::add_to(Histogram& histogram) const noexcept {
    for (std::size_t bucket = 0; bucket < bucket_count; ++bucket)
        histogram.add(bucket, buckets[bucket].load(std::memory_order_relaxed));
    histogram.add_extremes(sum.load(std::memory_order_relaxed),
                           ~inverse_min.load(std::memory_order_relaxed),
                           max.load(std::memory_order_relaxed));
}

}  // namespace dbdb::metrics
