/// The figures of a file, as `dbdb stats` shows them.
#pragma once

#include "dbdb/statistics.hpp"

#include "figures.hpp"

namespace dbdb::tool {

/// How full the leaves are on average, to the whole percent.
std::uint64_t fill_percent(const LeafStatistics& leaves);

Figures figures_of(const Statistics& statistics);

}  // namespace dbdb::tool
