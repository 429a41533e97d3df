/// What a compaction would gain, where that can be told without writing.
#pragma once

#include <optional>

#include "dbdb/database.hpp"

namespace dbdb::tool {

/// Whether a dry run that keeps the newest commit alone only counts, and so needs no handle that
/// may write.
bool can_be_counted(const Snapshot& now);

/// What `dbdb compact --dry-run` tells; none where that has to make the new file. Reads all that
/// the newest commit needs.
std::optional<CompactReport> counted_gain(Database& database);

}  // namespace dbdb::tool
