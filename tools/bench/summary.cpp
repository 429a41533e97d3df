#include "summary.hpp"

#include <algorithm>

namespace dbdb::bench {

namespace {

double wall_ns(const Pass& pass) {
    return pass.sample.wall_ns / static_cast<double>(pass.sample.operations);
}

double cpu_ns(const Pass& pass) {
    return pass.sample.cpu_ns / static_cast<double>(pass.sample.operations);
}

template <typename Function>
std::vector<double> values_of(const Series& series, Function&& value_of) {
    std::vector<double> values;
    for (const Pass& pass : series.passes)
        values.push_back(value_of(pass));
    return values;
}

/// Round by round. Empty without a baseline, and where the clock saw nothing of one.
template <typename Function>
std::optional<Spread> ratio(const Series& series, const Series* baseline, Function&& value_of) {
    if (baseline == nullptr || baseline->passes.size() != series.passes.size()) return {};
    const std::vector<double> divisors = values_of(*baseline, value_of);
    if (std::find(divisors.begin(), divisors.end(), 0.0) != divisors.end()) return {};
    std::vector<double> ratios = values_of(series, value_of);
    for (std::size_t round = 0; round < ratios.size(); ++round)
        ratios[round] /= divisors[round];
    return spread_of(ratios);
}

std::optional<double> median_figure(const Series& series, std::optional<double> Figures::*figure) {
    std::vector<double> values;
    for (const Pass& pass : series.passes)
        if (pass.figures.*figure) values.push_back(*(pass.figures.*figure));
    if (values.empty()) return {};
    return spread_of(values).median;
}

Figures median_figures(const Series& series) {
    return {median_figure(series, &Figures::syncs_per_commit),
            median_figure(series, &Figures::written_per_commit),
            median_figure(series, &Figures::appended_per_commit),
            median_figure(series, &Figures::bytes_per_entry)};
}

Summary summarize_one(const Series& series, const Series* baseline) {
    Summary summary;
    summary.series = &series;
    if (series.passes.empty()) return summary;
    summary.wall_ns = spread_of(values_of(series, wall_ns));
    summary.cpu_ns = spread_of(values_of(series, cpu_ns));
    summary.wall_ratio = ratio(series, baseline, wall_ns);
    summary.cpu_ratio = ratio(series, baseline, cpu_ns);
    summary.figures = median_figures(series);
    return summary;
}

}  // namespace

Spread spread_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    const double lower = values[values.size() % 2 == 0 ? middle - 1 : middle];
    return {(lower + values[middle]) / 2, values.front(), values.back()};
}

std::vector<Summary> summarize(std::span<const Series> row) {
    const Series* baseline = nullptr;
    for (const Series& series : row)
        if (series.store == baseline_name) baseline = &series;
    std::vector<Summary> summaries;
    for (const Series& series : row)
        summaries.push_back(summarize_one(series, baseline));
    return summaries;
}

}  // namespace dbdb::bench
