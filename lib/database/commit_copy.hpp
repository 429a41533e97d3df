/// Copying commits into a new file, with all their keyspaces and bookmarks: the first one laid out
/// in order, each later one as what it changes, so that what the commits share stays shared.
///
/// Commits keep their ids, times and messages. Their places, and their positions in the chain, are
/// new, and so is every link to them. Nothing in the new file counts before `finish`, and nothing
/// is lost with it before it has got a name.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "dbdb/file.hpp"

#include "database/tree_copy.hpp"
#include "keyspace/catalog.hpp"
#include "transaction/version.hpp"

namespace dbdb::database {

using transaction::Version;

class CommitCopy {
public:
    /// Into `target`, which is empty and nobody else's, as a file of `database_id`. It is expected
    /// to need no more than `expected_bytes`; more is no error.
    CommitCopy(std::shared_ptr<File> target,
               format::DatabaseId database_id,
               std::uint64_t expected_bytes,
               Pace& pace);

    /// Makes the trees those of `version`, younger than those before. The first time all of them
    /// are copied; after that only what differs from the version before. Bookmarks of commits that
    /// were not kept are left out. Throws Error{Errc::corrupt} when a record is damaged,
    /// Error{Errc::io}, Cancelled.
    void go_to(const Version& version);

    /// Keeps the present version, a commit, in the chain of the new file.
    void keep();

    /// Whether the new file has the commit `id`. O(log n).
    bool has_kept(CommitId id) const { return link_to(id).has_value(); }

    /// Writes the fixed pages, which name the newest commit that was kept, and makes it all
    /// durable.
    void finish();

    std::uint64_t tail() const { return trees_.appender().tail(); }

    std::uint64_t kept_count() const { return newest_.position; }

    /// Brings everything to the disk that was copied so far, so that less is left to do later.
    void sync();

private:
    void copy_keyspaces(const Version& version);
    void copy_changed_keyspaces(const Version& before, const Version& after);
    void copy_trees(const tree::Source& source,
                    const format::KeyspaceRecord& record,
                    const format::KeyspaceRecord& before);
    Rewrite rewriting(const tree::Source& source, const Root& catalog);
    format::KeyspaceRecord copy_of(const tree::Source& source,
                                   const format::KeyspaceRecord& record) const;
    std::optional<std::string> copied_bookmark(const format::Bookmark& bookmark) const;
    std::optional<format::CommitLink> link_to(CommitId id) const;

    std::shared_ptr<File> target_;
    format::DatabaseId database_id_;
    TreeCopy trees_;
    std::optional<Version> present_;  ///< In the old file.
    keyspace::Trees copied_;          ///< Those of the present version, in the new file.
    Version newest_;                  ///< The newest kept one, in the new file.
};

}  // namespace dbdb::database
