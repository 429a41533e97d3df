/// A survey as JSON: what `dbdb space --json` shows, and what a report carries with it.
#pragma once

#include <optional>

#include "dbdb/compaction.hpp"
#include "dbdb/survey.hpp"

#include "text/write.hpp"

namespace dbdb::tool {

/// One object, without a newline.
void write_json(const Survey& survey,
                const std::optional<CompactReport>& gain,
                const text::Write& write);

}  // namespace dbdb::tool
