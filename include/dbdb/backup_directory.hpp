/// A directory of backups of one database: several generations, each of which can be restored.
///
/// A generation is a whole copy, which is a database file that also opens as one, or an increment:
/// what was added since the generation that it builds on. Each is a file that tells of itself, so
/// there is no list to go wrong. A file gets its name when it is whole and on disk; a crash leaves
/// the generations that were there, or one more. `Database::backup` makes them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dbdb/backup.hpp"
#include "dbdb/export.hpp"

namespace dbdb {

/// Generations are numbered 1, 2, 3 ... in a directory.
using GenerationId = std::uint64_t;

struct BackupGeneration {
    GenerationId id = 0;
    bool is_full = false;                          ///< Else it needs its parent.
    GenerationId parent = 0;                       ///< That an increment builds on.
    CommitId commit = 0;                           ///< The newest one that it holds.
    std::chrono::system_clock::time_point time{};  ///< When it was made.
    std::uint64_t bytes = 0;                       ///< Length of its file.
    std::filesystem::path path{};
    /// Why it cannot be restored, with the file at fault; empty when it can, as far as is known.
    std::string problem{};
};

/// Which generations to keep: the newest ones, and all that are not older than a time. What a
/// generation that is kept needs is kept as well.
struct KeepGenerations {
    std::uint64_t newest = 1;  ///< So many of the newest; 0 is taken for 1.
    std::optional<std::chrono::system_clock::time_point> since{};
};

/// Any thread and process may use the same directory: one at a time changes it, others get
/// Error{Errc::locked}. Nothing stays open between the calls.
class DBDB_EXPORT BackupDirectory {
public:
    /// An existing directory. Throws nothing before it is used.
    explicit BackupDirectory(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const noexcept { return path_; }

    /// All generations, oldest first; also those that are damaged or miss what they need. Reads
    /// only how each ends. Throws Error: not_found when there is no such directory, io.
    std::vector<BackupGeneration> list() const;

    /// The same, but every byte is read and held against its checksum.
    std::vector<BackupGeneration> verify() const;

    /// Removes a generation, durably. Throws Error: not_found when there is none of that number;
    /// invalid when another one needs it; locked; io.
    void remove(GenerationId id) const;

    /// Removes those that `wanted` does not name, newest first, and gives their numbers. What is
    /// damaged is not counted and stays. Throws Error: locked; io, then some may be gone.
    std::vector<GenerationId> keep(const KeepGenerations& wanted) const;

private:
    std::filesystem::path path_;
};

/// Restores a generation, with all that it builds on, as a backup in one file is; 0 for the newest.
/// Throws also Error: not_found when there is none of that number; corrupt, naming the file, when
/// one that is needed is damaged or missing. Then everything is as it was.
DBDB_EXPORT RestoreReport restore(const BackupDirectory& backups,
                                  GenerationId generation,
                                  const std::filesystem::path& target,
                                  const RestoreOptions& options = {});

}  // namespace dbdb
