#include "database/retention.hpp"

#include <algorithm>

#include "keyspace/catalog.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

namespace {

Version before(const Version& version) {
    return transaction::read_version(*version.source, version.previous);
}

/// Those of `ids` that are newer than `present_id` and older than `oldest`, newest first.
void append_bookmarked(std::vector<Version>& kept,
                       const std::set<CommitId>& ids,
                       CommitId present_id) {
    const Version oldest = kept.back();
    for (auto id = ids.rbegin(); id != ids.rend() && *id > present_id; ++id) {
        if (*id >= oldest.id()) continue;
        const auto version = transaction::find_version(oldest, *id, *oldest.source);
        if (!version) {
            oldest.source->throw_corrupt(
                "bookmark of commit " + std::to_string(*id) + ", which is not there, found",
                to_offset(oldest.link.address));
        }
        kept.push_back(*version);
    }
}

}  // namespace

std::set<CommitId> bookmarked_commits(const Version& version) {
    std::set<CommitId> ids;
    keyspace::each_bookmark(
        *version.source, version.catalog, [&](std::string_view, const format::Bookmark& bookmark) {
            if (!bookmark.commit.is_none()) ids.insert(bookmark.commit.commit_id);
        });
    return ids;
}

std::vector<Version> kept_versions(const Version& newest, const Retention& keep) {
    std::vector<Version> kept{newest};
    for (Version version = before(newest); !version.link.is_none(); version = before(version)) {
        const bool is_recent = kept.size() < keep.commits;
        const bool is_since = keep.since && transaction::time_of(version.time_ns) >= *keep.since;
        if (!is_recent && !is_since) break;
        kept.push_back(version);
    }
    append_bookmarked(kept, bookmarked_commits(newest), 0);
    std::ranges::reverse(kept);
    return kept;
}

std::vector<Version> versions_since(const Version& present,
                                    const Version& newest,
                                    const Retention& keep) {
    if (newest.id() <= present.id()) return {};
    std::vector<Version> kept{newest};
    if (keeps_newest_only(keep)) {
        append_bookmarked(kept, bookmarked_commits(newest), present.id());
    } else {
        for (Version version = before(newest); version.id() > present.id();
             version = before(version))
            kept.push_back(version);
    }
    std::ranges::reverse(kept);
    return kept;
}

}  // namespace dbdb::database
