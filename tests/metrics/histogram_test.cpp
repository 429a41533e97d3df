#include "metrics/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "metrics/cell.hpp"

namespace dbdb::test {
namespace {

using metrics::bucket_of;
using metrics::middle_of;

/// Values of all magnitudes up to 2^40, the same each time.
std::vector<std::uint64_t> values_of_all_magnitudes() {
    std::mt19937_64 random(7);
    std::vector<std::uint64_t> values;
    for (unsigned bits = 0; bits <= 40; ++bits)
        for (unsigned repeat = 0; repeat < 50; ++repeat)
            values.push_back(random() & ((std::uint64_t{1} << bits) - 1));
    return values;
}

Distribution distribution_of(const std::vector<std::uint64_t>& values) {
    metrics::Cell cell;
    for (const std::uint64_t value : values)
        cell.record(value, metrics::Sharing::own);
    metrics::Histogram histogram;
    cell.add_to(histogram);
    return histogram.distribution();
}

bool is_near(std::uint64_t found, std::uint64_t value) {
    const double difference = static_cast<double>(found) - static_cast<double>(value);
    return std::abs(difference) * 32 <= static_cast<double>(value);
}

}  // namespace

TEST_CASE("the middle of a value's bucket is within 1/32 of it") {
    for (const std::uint64_t value : values_of_all_magnitudes()) {
        CAPTURE(value);
        CHECK(is_near(middle_of(bucket_of(value)), value));
    }
}

TEST_CASE("buckets follow each other without a gap, each with its middle in it") {
    for (std::size_t bucket = 0; bucket < metrics::bucket_count; ++bucket)
        REQUIRE(bucket_of(middle_of(bucket)) == bucket);
    std::size_t last = 0;
    for (std::uint64_t value = 0; value < 100'000; ++value) {
        const std::size_t bucket = bucket_of(value);
        REQUIRE((bucket == last || bucket == last + 1));
        last = bucket;
    }
    CHECK(bucket_of(UINT64_MAX) == metrics::bucket_count - 1);
}

TEST_CASE("of values the percentiles are off by at most 1/32, all else is exact") {
    std::vector<std::uint64_t> values = values_of_all_magnitudes();
    const Distribution found = distribution_of(values);
    std::ranges::sort(values);
    const auto percentile = [&](std::size_t percent) {
        return values[(values.size() * percent + 99) / 100 - 1];
    };

    CHECK(found.count == values.size());
    CHECK(found.min == values.front());
    CHECK(found.max == values.back());
    CHECK(is_near(found.p50, percentile(50)));
    CHECK(is_near(found.p95, percentile(95)));
    CHECK(is_near(found.p99, percentile(99)));
    double sum = 0;
    for (const std::uint64_t value : values)
        sum += static_cast<double>(value);
    CHECK(found.mean == doctest::Approx(sum / static_cast<double>(values.size())));
}

TEST_CASE("a single value is all that its distribution says") {
    const Distribution found = distribution_of({1'000'003});

    CHECK(found.min == 1'000'003);
    CHECK(found.p50 == 1'000'003);
    CHECK(found.p99 == 1'000'003);
    CHECK(found.max == 1'000'003);
}

TEST_CASE("no values are a distribution of zeros") {
    const Distribution found = distribution_of({});

    CHECK(found.count == 0);
    CHECK(found.min == 0);
    CHECK(found.max == 0);
}

}  // namespace dbdb::test
