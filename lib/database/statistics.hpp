/// Figures of a file and of a process, as `Database::statistics` gives them.
#pragma once

#include "dbdb/statistics.hpp"

#include "transaction/world.hpp"

namespace dbdb::database {

/// Those of the commit of `version`, a version of `world`; without its leaves.
Statistics statistics_of(transaction::World& world, const transaction::Version& version);

}  // namespace dbdb::database
