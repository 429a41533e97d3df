/// Bringing back what can be read of a damaged file.
///
/// A salvage never changes the damaged file. It writes every entry of every keyspace of the newest
/// commit that can be found whose record verifies into a new database, and reports the rest. Where
/// the superblock slots are of no use the file is searched for commit records.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dbdb/damage.hpp"
#include "dbdb/database.hpp"

namespace dbdb {

struct SalvageOptions {
    /// Also takes the entries of runs of keys that are lost from the newest older commit that has
    /// the whole run; in a commit of its own, so that nothing old is mixed in unseen.
    bool from_older = false;
};

/// A run of keys of the salvaged commit that cannot be read.
struct LostKeys {
    std::string keyspace{};  ///< Whose keys; empty for the one without a name.
    KeyRange keys{};
    std::uint64_t offset = 0;                ///< Of the first damaged record that hides them.
    std::string text{};                      ///< What is wrong with it.
    std::uint64_t damages = 1;               ///< Damaged records side by side that hide them.
    std::optional<CommitId> older_commit{};  ///< The newest older commit that has the whole run.
    std::uint64_t older_entries = 0;         ///< The entries it has there.
};

/// A commit whose record is lost.
struct LostCommit {
    CommitId commit = 0;
    std::uint64_t offset = 0;  ///< Where its record should be; 0 when that is not known.
};

struct SalvageReport {
    CommitId commit = 0;            ///< The commit that was salvaged; 0: the empty one.
    std::string reason{};           ///< Why the file cannot be opened as usual; empty if it can.
    std::uint64_t entries = 0;      ///< Written from that commit.
    std::uint64_t old_entries = 0;  ///< Written from older ones.
    std::uint64_t keyspaces = 0;    ///< Named ones, written from either.
    std::vector<LostKeys> lost_keys{};
    /// Runs of keys of the catalog: "k" + the name of a keyspace, "b" + that of a bookmark. Where
    /// an older commit has the run, its keyspaces are taken from there as they were.
    std::vector<LostKeys> lost_names{};
    std::vector<LostCommit> lost_commits{};
    /// What was bookmarked. A new file has none of these commits, so bookmarks are only told.
    std::vector<BookmarkInfo> bookmarks{};

    bool ok() const noexcept {
        return reason.empty() && lost_keys.empty() && lost_names.empty() && lost_commits.empty();
    }
};

/// Writes what is left of the database at `damaged` to a new file at `target`. Throws Error:
/// invalid when there is something at `target` already; corrupt, not_a_database or newer_format
/// when no commit at all can be found; whatever reading and writing throw. Then there is no new
/// file. Cost: what is read; where commits have to be searched for, the whole file.
DBDB_EXPORT SalvageReport salvage(const std::filesystem::path& damaged,
                                  const std::filesystem::path& target,
                                  const SalvageOptions& options = {});

/// The same through another door, into a database that is empty.
DBDB_EXPORT SalvageReport salvage(const std::shared_ptr<File>& damaged,
                                  Database& target,
                                  const SalvageOptions& options = {});

}  // namespace dbdb
