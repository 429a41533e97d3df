/// What a compaction would gain, where that can be told without writing.
#pragma once

#include <optional>

#include "dbdb/database.hpp"

namespace dbdb::tool {

/// What a dry run with `options` tells; none where that has to make the new file, which a handle
/// that only reads, as `reading` is, cannot. Reads all that the newest commit needs.
std::optional<CompactReport> counted_compaction(Database& reading, CompactOptions options = {});

}  // namespace dbdb::tool
