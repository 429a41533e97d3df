#include "compaction_gain.hpp"

namespace dbdb::tool {

bool can_be_counted(const Snapshot& now) {
    return now.keyspaces().empty() && now.bookmarks().empty();
}

std::optional<CompactReport> counted_gain(Database& database) {
    const Snapshot now = database.snapshot();
    if (now.commit_id() == 0 || !can_be_counted(now)) return std::nullopt;
    CompactOptions options;
    options.dry_run = true;
    return database.compact(options);
}

}  // namespace dbdb::tool
