#include <array>
#include <fmt/format.h>

#include "report.hpp"

namespace dbdb::bench {

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

std::string failure_text(const Series& series) { return series.unsupported ? "-" : series.failure; }

}  // namespace dbdb::bench
