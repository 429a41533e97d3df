#include "statistics_figures.hpp"

#include <cmath>

namespace dbdb::tool {

namespace {

void add_leaves(const LeafStatistics& leaves, Figures& figures) {
    figures.number("leaves", leaves.count);
    figures.boolean("leaves counted", leaves.is_exact);
    figures.number("leaf fill percent", fill_percent(leaves));
}

}  // namespace

std::uint64_t fill_percent(const LeafStatistics& leaves) {
    return static_cast<std::uint64_t>(std::llround(100 * leaves.mean_fill));
}

Figures figures_of(const Statistics& statistics) {
    Figures figures;
    figures.number("commit", statistics.commit);
    figures.number("entries", statistics.entries);
    figures.number("height", statistics.height);
    figures.number("file bytes", statistics.file_bytes);
    figures.number("used bytes", statistics.used_bytes);
    figures.number("live bytes", statistics.live_bytes);
    figures.number("garbage bytes", statistics.garbage_bytes);
    figures.number("format version", statistics.format_version);
    figures.text("database id", statistics.database_id);
    if (statistics.leaves) add_leaves(*statistics.leaves, figures);
    return figures;
}

}  // namespace dbdb::tool
