#include "metrics/histogram.hpp"

#include <numeric>

namespace dbdb::metrics {

/// The least value that `percent` of the values do not exceed.
std::uint64_t Histogram::percentile(std::uint64_t count, unsigned percent) const {
    const std::uint64_t wanted = count / 100 * percent + (count % 100 * percent + 99) / 100;
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
        seen += counts_[bucket];
        if (seen >= wanted) return std::clamp(middle_of(bucket), min_, max_);
    }
    return max_;
}

Distribution Histogram::distribution() const {
    Distribution distribution;
    const std::uint64_t count = std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
    // Read while others count, the extremes may lag behind the buckets.
    if (count == 0 || min_ > max_) return distribution;
    distribution.count = count;
    distribution.mean = static_cast<double>(sum_) / static_cast<double>(count);
    distribution.min = min_;
    distribution.p50 = percentile(count, 50);
    distribution.p95 = percentile(count, 95);
    distribution.p99 = percentile(count, 99);
    distribution.max = max_;
    return distribution;
}

}  // namespace dbdb::metrics
