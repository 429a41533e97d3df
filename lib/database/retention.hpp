/// Which commits a compaction keeps.
#pragma once

#include <set>
#include <vector>

#include "dbdb/compaction.hpp"
#include "dbdb/options.hpp"

#include "transaction/version.hpp"

namespace dbdb::database {

using transaction::Version;

/// Whether only the newest commit is kept, beside those with bookmarks.
inline bool keeps_newest_only(const Retention& keep) { return keep.commits <= 1 && !keep.since; }

/// The commits that bookmarks of `version` name, but for commit 0, which every file has.
std::set<CommitId> bookmarked_commits(const Version& version);

/// What is kept of the chain that ends with `newest`, which is the last of them; oldest first.
/// Throws Error{Errc::corrupt} when a record on the way is damaged or a bookmark's commit missing.
std::vector<Version> kept_versions(const Version& newest, const Retention& keep);

/// What is kept of the commits made since `present`, as of `newest`: all, or when only the newest
/// is kept those with bookmarks; last comes `newest`. Empty when nothing is newer than `present`.
std::vector<Version> versions_since(const Version& present,
                                    const Version& newest,
                                    const Retention& keep);

}  // namespace dbdb::database
