/// Figures of a file and of a process, as `Database::statistics` gives them.
#pragma once

#include "dbdb/statistics.hpp"

#include "transaction/world.hpp"

namespace dbdb::database {

/// Those of the file and the process, to be asked for before a snapshot is opened: it would count.
Statistics statistics_of(transaction::World& world);

/// Adds those of the commit of `version`, without its leaves. The file may have grown since.
void add_commit(const transaction::Version& version, Statistics& statistics);

}  // namespace dbdb::database
