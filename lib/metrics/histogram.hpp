/// Histograms of constant size whose buckets grow with their values.
///
/// Values below 32 have a bucket each; from there on each doubling has 16 of equal width, so a
/// bucket's middle is within 1/32 of every value in it. To find the bucket takes a few
/// instructions. Source: Gil Tene, HdrHistogram, https://hdrhistogram.org: linear buckets within
/// powers of two.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "dbdb/statistics.hpp"

namespace dbdb::metrics {

inline constexpr unsigned bucket_bits = 4;

/// Greater values count as this one: 73 minutes in nanoseconds.
inline constexpr std::uint64_t histogram_value_max = (std::uint64_t{1} << 42) - 1;

constexpr std::size_t bucket_of(std::uint64_t value) {
    value = std::min(value, histogram_value_max);
    const int width = static_cast<int>(std::bit_width(value));
    const int shift = std::max(width - static_cast<int>(bucket_bits) - 1, 0);
    return (static_cast<std::size_t>(shift) << bucket_bits) +
           static_cast<std::size_t>(value >> shift);
}

inline constexpr std::size_t bucket_count = bucket_of(histogram_value_max) + 1;

/// The value in the middle of a bucket.
constexpr std::uint64_t middle_of(std::size_t bucket) {
    const std::size_t steps = std::size_t{1} << bucket_bits;
    if (bucket < 2 * steps) return bucket;
    const std::size_t shift = bucket / steps - 1;
    const std::uint64_t low = static_cast<std::uint64_t>(steps + bucket % steps) << shift;
    return low + (std::uint64_t{1} << shift) / 2;
}

/// A histogram as a value, to add up others and to tell how they lie.
class Histogram {
public:
    void add(std::size_t bucket, std::uint64_t count) { counts_[bucket] += count; }

    void add_extremes(std::uint64_t sum, std::uint64_t min, std::uint64_t max) {
        sum_ += sum;
        min_ = std::min(min_, min);
        max_ = std::max(max_, max);
    }

    Distribution distribution() const;

private:
    std::uint64_t percentile(std::uint64_t count, unsigned percent) const;

    std::array<std::uint64_t, bucket_count> counts_{};
    std::uint64_t sum_ = 0;
    std::uint64_t min_ = UINT64_MAX;
    std::uint64_t max_ = 0;
};

}  // namespace dbdb::metrics
