/// From passes to the figures that are shown.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "harness.hpp"

namespace dbdb::bench {

/// The middle of some values, and how far they lie apart.
struct Spread {
    double median = 0;
    double min = 0;
    double max = 0;
};

/// Of at least one value. Of an even number, the median is the mean of the two in the middle.
Spread spread_of(std::vector<double> values);

/// One line of the table. Without passes there is nothing but the series.
struct Summary {
    const Series* series = nullptr;
    Spread wall_ns{};  ///< For each operation.
    Spread cpu_ns{};
    std::optional<Spread> wall_speed{};  ///< Times that of the baseline in the same round.
    std::optional<Spread> cpu_speed{};
    Figures figures{};  ///< Medians.
};

/// By the clock that decides `row`; nothing where none does.
std::optional<Spread> deciding_speed(const Summary& summary, const Row& row);
Spread deciding_ns(const Summary& summary, const Row& row);

/// A summary of each series of one row. They point into `row`.
std::vector<Summary> summarize(std::span<const Series> row);

}  // namespace dbdb::bench
