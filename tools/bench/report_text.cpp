#include <array>
#include <fmt/format.h>

#include "report.hpp"

namespace dbdb::bench {

namespace {

constexpr double load_average_quiet = 0.5;

}  // namespace

std::string number_text(const std::optional<double>& value) {
    if (!value) return "";
    return fmt::format("{:.{}f}", *value, *value < 10 ? 2 : *value < 100 ? 1 : 0);
}

std::string bytes_text(const std::optional<double>& bytes) {
    if (!bytes) return "";
    constexpr std::array<const char*, 4> units{"B", "KiB", "MiB", "GiB"};
    double value = *bytes;
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    return fmt::format("{:.{}f} {}", value, unit == 0 || value >= 100 ? 0 : 1, units.at(unit));
}

std::string spread_text(const std::optional<Spread>& spread) {
    if (!spread) return "";
    return fmt::format("{} [{}, {}]",
                       number_text(spread->median),
                       number_text(spread->min),
                       number_text(spread->max));
}

std::string environment_text(const Environment& environment) {
    return fmt::format("{}; {} x {}; {}; {}; {}{}; load in the beginning {:.2f}{}",
                       environment.time,
                       environment.processor_count,
                       environment.processor,
                       environment.kernel,
                       environment.file_system,
                       environment.compiler,
                       environment.optimized ? "" : " WITHOUT OPTIMIZATION",
                       environment.load_average,
                       environment.load_average > load_average_quiet
                           ? " (somebody else was at work: judge with care)"
                           : "");
}

bool is_reference(std::string_view store) { return store.starts_with('('); }

std::array<std::string, figure_names.size()> figure_texts(const Summary& summary) {
    const Figures& figures = summary.figures;
    return {number_text(summary.wall_ns.median),
            number_text(summary.cpu_ns.median),
            spread_text(summary.wall_speed),
            spread_text(summary.cpu_speed),
            number_text(figures.syncs_per_commit),
            number_text(figures.written_bytes),
            number_text(figures.appended_bytes),
            number_text(figures.bytes_per_entry),
            number_text(figures.size_ratio),
            number_text(figures.size_ratio_most),
            bytes_text(figures.memory_bytes),
            number_text(figures.page_faults),
            number_text(figures.read_bytes)};
}

std::string failure_text(const Series& series) { return series.unsupported ? "-" : series.failure; }

}  // namespace dbdb::bench
