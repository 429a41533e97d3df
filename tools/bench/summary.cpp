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

/// Round by round. Empty without a baseline, and where the clock saw nothing.
template <typename Function>
std::optional<Spread> speed(const Series& series, const Series* baseline, Function&& value_of) {
    if (baseline == nullptr || baseline->passes.size() != series.passes.size()) return {};
    const std::vector<double> divisors = values_of(*baseline, value_of);
    std::vector<double> ratios = values_of(series, value_of);
    if (std::find(ratios.begin(), ratios.end(), 0.0) != ratios.end()) return {};
    for (std::size_t round = 0; round < ratios.size(); ++round)
        ratios[round] = divisors[round] / ratios[round];
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
    Figures figures;
    for (const auto figure : {&Figures::syncs_per_commit,
                              &Figures::written_bytes,
                              &Figures::appended_bytes,
                              &Figures::bytes_per_entry,
                              &Figures::size_ratio,
                              &Figures::size_ratio_most,
                              &Figures::memory_bytes,
                              &Figures::page_faults,
                              &Figures::read_bytes})
        figures.*figure = median_figure(series, figure);
    return figures;
}

Summary summarize_one(const Series& series, const Series* baseline) {
    Summary summary;
    summary.series = &series;
    if (series.passes.empty()) return summary;
    summary.wall_ns = spread_of(values_of(series, wall_ns));
    summary.cpu_ns = spread_of(values_of(series, cpu_ns));
    summary.wall_speed = speed(series, baseline, wall_ns);
    summary.cpu_speed = speed(series, baseline, cpu_ns);
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

std::optional<Spread> deciding_speed(const Summary& summary, const Row& row) {
    if (row.decides == Decides::size) return std::nullopt;
    return row.decides == Decides::wall ? summary.wall_speed : summary.cpu_speed;
}

Spread deciding_ns(const Summary& summary, const Row& row) {
    return row.decides == Decides::wall ? summary.wall_ns : summary.cpu_ns;
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
