/// The figures of a file, as `dbdb stats` shows them.
#pragma once

#include "dbdb/statistics.hpp"

#include "figures.hpp"

namespace dbdb::tool {

Figures figures_of(const Statistics& statistics);

}  // namespace dbdb::tool
