/// Backup: a copy of a database at one commit, made while others write, and the way back.
///
/// A backup is a database file like any other, with the commits and the history of the original up
/// to the commit that it was made at. Made again into the same file it copies only what is new.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>

#include "dbdb/export.hpp"
#include "dbdb/options.hpp"

namespace dbdb {

struct BackupProgress {
    std::uint64_t done_bytes = 0;  ///< Copied so far.
    std::uint64_t total_bytes = 0;
};

struct BackupOptions {
    /// Copies everything, also where only what is new would have to be copied.
    bool full = false;
    /// Takes the place of whatever has the name: another database, a copy with newer commits, a
    /// file of another kind. Never that of the database itself.
    bool replace_any = false;
    /// Reads what was copied again and checks every record before the copy counts.
    bool verify = true;
    /// At most so many bytes are copied in a second; 0 for no limit.
    std::uint64_t bytes_per_second = 0;
    /// Called about once for each MiB, by the thread that copies; false gives the backup up.
    std::function<bool(const BackupProgress&)> progress{};
    /// Gives the backup up when a stop is requested.
    std::stop_token stop{};
};

struct BackupReport {
    bool is_full = false;            ///< Everything was copied, not only what is new.
    std::string reason{};            ///< Why, where there was a copy before.
    CommitId commit = 0;             ///< The copy shows this one.
    std::uint64_t generation = 0;    ///< Of a backup directory: the one that holds the commit.
    std::uint64_t commits = 0;       ///< That the copy did not have before.
    std::uint64_t bytes_copied = 0;  ///< Of records; beside them only the fixed pages are written.
    std::chrono::duration<double> seconds{};
    /// Given up when it was asked to: the copy that was there before is as it was.
    bool is_cancelled = false;
};

/// Takes the next bytes of a backup, all of them. What it throws ends the backup.
using WriteBackup = std::function<void(std::span<const std::byte>)>;

struct RestoreOptions {
    /// Sets the entries of the backup in the present database, in one transaction, instead of
    /// putting the backup in its place: what only the present one has stays.
    bool merge = false;
    /// Takes the place of whatever has the name: another database, a file of another kind.
    bool replace_any = false;
    /// As those of BackupOptions.
    std::function<bool(const BackupProgress&)> progress{};
    std::stop_token stop{};
};

struct RestoreReport {
    CommitId commit = 0;             ///< The newest one of the backup.
    std::uint64_t bytes_copied = 0;  ///< Read from the backup.
    /// Of a merge: bookmarks that were left out, as the present database has not their commit.
    std::uint64_t skipped_bookmarks = 0;
    std::chrono::duration<double> seconds{};
    bool is_cancelled = false;  ///< Given up when it was asked to: everything is as it was.
};

/// Fills part of its argument with the next bytes of a backup; gives how many, 0 at the end.
using ReadBackup = std::function<std::size_t(std::span<std::byte>)>;

/// Puts the backup in the place of the database `target`, or makes that file. All of the backup is
/// copied and verified before anything changes; a crash leaves the old file or the new one. Whoever
/// has the database open goes over to the restored one with the next snapshot or transaction; what
/// was committed after the backup is gone. Throws Error: corrupt when the backup is damaged or cut
/// off; invalid when `target` is another database; not_a_database; locked; unsupported when it has
/// several names; io. Then everything is as it was.
DBDB_EXPORT RestoreReport restore(const std::filesystem::path& backup,
                                  const std::filesystem::path& target,
                                  const RestoreOptions& options = {});

/// The same for a backup that comes through a pipe or the like; `name` is for messages.
DBDB_EXPORT RestoreReport restore(const ReadBackup& backup,
                                  const std::string& name,
                                  const std::filesystem::path& target,
                                  const RestoreOptions& options = {});

}  // namespace dbdb
