/// A database in a file: opening it, and everything that starts from it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/backup.hpp"
#include "dbdb/backup_directory.hpp"
#include "dbdb/compaction.hpp"
#include "dbdb/condition.hpp"
#include "dbdb/damage.hpp"
#include "dbdb/entry_options.hpp"
#include "dbdb/error.hpp"
#include "dbdb/export.hpp"
#include "dbdb/file.hpp"
#include "dbdb/history.hpp"
#include "dbdb/options.hpp"
#include "dbdb/snapshot.hpp"
#include "dbdb/statistics.hpp"
#include "dbdb/transaction.hpp"

namespace dbdb {

class KeyspaceHandle;

namespace database {
class Store;
}

struct CommitChanges;  // "dbdb/feed.hpp"
class Subscription;
struct Survey;  // "dbdb/survey.hpp"
struct SurveyOptions;

/// What opening the file had to do. Falling back is never silent.
struct Recovery {
    bool fell_back = false;     ///< Newer commits than `commit` were named but not whole.
    CommitId commit = 0;        ///< The commit that was opened.
    CommitId newest_named = 0;  ///< The newest commit that a superblock slot named.
    std::string reason{};       ///< Why it was not taken; empty when nothing was lost.
};

/// A handle on an open database. Safe for all threads. Handles of the same file in one process
/// share its state and the writer's turn. After `fork` the child's copy refuses every use with
/// Error{Errc::closed}. Closing never loses what was committed.
class DBDB_EXPORT Database {
public:
    /// Opens the file at `path`. Throws Error: not_found (and nothing may be created),
    /// not_a_database and newer_format (the file is left as it was), corrupt, io.
    static Database open(const std::filesystem::path& path, const Options& options = {});

    /// Opens what lies behind another door, which nobody else writes to meanwhile. An empty file
    /// becomes a new database.
    static Database open(std::shared_ptr<File> file, const Options& options = {});

    /// A database that lives as long as its handle and its snapshots.
    static Database in_memory(const Options& options = {});

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    /// The newest commit that this process may rely on: one of its own that is durable, or one that
    /// another process has published. Throws Error{Errc::corrupt} when the file is seen to have
    /// been cut off, which is looked for only behind a commit of another process.
    Snapshot snapshot() const;

    /// The state that the commit `id` left, or for 0 the empty one. Throws Error{Errc::not_found},
    /// naming what the file keeps, when that commit is not there. Reads O(log n) of n commits.
    Snapshot snapshot_at(CommitId id) const;

    /// The state at `time`: that of the newest commit not after it. Throws Error{Errc::not_found}
    /// when all commits are younger.
    Snapshot snapshot_at(std::chrono::system_clock::time_point time) const;

    /// One read of the newest snapshot; the value is a copy.
    std::optional<std::string> get(std::string_view key) const;
    bool contains(std::string_view key) const;
    std::optional<Metadata> metadata(std::string_view key) const;
    std::optional<std::chrono::milliseconds> ttl(std::string_view key) const;
    std::uint64_t size() const;

    /// A transaction of one change, durable (as the options say) when it returns. Changes that
    /// threads make so at the same time, these and all below but batches, may share a commit, in
    /// some order; one that is refused is refused alone.
    CommitId set(std::string_view key, std::string_view value);
    CommitId set(std::string_view key, std::string_view value, const EntryOptions& options);
    bool erase(std::string_view key);

    /// The same: when an entry expires; see Keyspace.
    bool expire(std::string_view key, std::chrono::milliseconds ttl);
    bool expire_at(std::string_view key, Expiry time);
    bool persist(std::string_view key);

    /// Removes all entries of all keyspaces that have expired; returns how many. Each commit
    /// removes up to 16 from the keyspaces that it changes, Options::sweep_interval starts a thread
    /// that does the rest. Costs a lookup for each entry removed, one for each keyspace that has
    /// entries with an expiry, and commits only when there is something to remove.
    std::uint64_t sweep();

    /// The same; `removed` is told of each of them once the commit that removes it has returned,
    /// within a keyspace of those first that expired first. What it throws ends the sweep.
    std::uint64_t sweep(const std::function<void(const SweptEntry&)>& removed);

    /// What Keyspace has under the same names, each as a transaction of its own. A condition is
    /// looked at in it, so of several writers only one finds it true. When nothing is changed,
    /// nothing is written.
    CommitId set_many(std::span<const Entry> entries);
    CommitId set_many(std::initializer_list<Entry> entries);
    std::uint64_t erase_many(std::span<const std::string_view> keys);
    std::uint64_t erase_many(std::initializer_list<std::string_view> keys);
    std::string get_or_set(std::string_view key, std::string_view value);
    bool set_if(std::string_view key, const Condition& condition, std::string_view value);
    bool erase_if(std::string_view key, const Condition& condition);
    std::int64_t add(std::string_view key, std::int64_t amount);
    std::uint64_t append(std::string_view key, std::string_view bytes);

    /// Single operations on the keyspace `name`; include dbdb/keyspace_handle.hpp. Throws
    /// Error{Errc::invalid} for what cannot be a name.
    KeyspaceHandle keyspace(std::string_view name) const;

    /// Begins a transaction; waits for the writer's turn. Throws Error{Errc::corrupt} when the file
    /// was cut off since it was opened.
    Transaction begin();

    /// The same, but gives up after `timeout`: empty when another writer still has the turn.
    std::optional<Transaction> try_begin(std::chrono::milliseconds timeout);

    /// Begins, runs `change(transaction)` and commits. An exception rolls back and goes on.
    template <typename Function>
    CommitId update(Function&& change, const CommitOptions& options = {}) {
        Transaction transaction = begin();
        change(transaction);
        return transaction.commit(options);
    }

    /// Makes every commit made so far durable, whatever durability it was made with.
    void sync();

    /// The commits that the file keeps, newest first.
    History history() const;

    /// Takes all keyspaces as they were in `commit`, by a new commit; see Transaction::revert.
    CommitId revert(CommitId commit, const CommitOptions& options = {});
    /// What leads from the commit `id` to the newest one. Throws Error{Errc::not_found} when the
    /// file does not keep that commit.
    CommitChanges changes_since(CommitId id) const;

    /// Follows the commits behind the newest one, or behind `id`. Throws as `changes_since`.
    Subscription subscribe() const;
    Subscription subscribe(CommitId id) const;

    /// What opening had to do.
    Recovery recovery() const;

    /// Figures of the file and of what this process does with it. Costs microseconds, and more only
    /// for what is asked for.
    Statistics statistics(const StatisticsOptions& options = {}) const;

    /// What lies where in the file, how trees and entries are and how the file grew; include
    /// dbdb/survey.hpp. Costs the branches above the leaves looked at, these leaves, and a few
    /// records for each commit named; memory: 1 byte for each 64 of what is looked at. Throws
    /// Error{Errc::corrupt}.
    Survey survey(const SurveyOptions& options) const;

    /// Reads and checks every record of every commit. Reports damage, throws only when the file
    /// cannot be read at all or was cut off while it was open. Cost: the whole file; memory: 1 byte
    /// for each 64 bytes of it.
    VerifyReport verify() const;

    /// Puts a new file in the place of this one that holds what is kept and nothing else, laid out
    /// in order. What has expired is removed before, as by `sweep`. Readers and writers go on
    /// meanwhile, also those of other processes; snapshots of the old file stay readable. Not
    /// within a transaction: it waits for the writer's turn. Throws Error: unsupported for what
    /// cannot be replaced, such as a file with several names; locked when another compaction is
    /// under way; io, such as when the disk has too little space; corrupt when a record that would
    /// be kept is damaged. Then everything is as it was. Only when the error says that the
    /// directory could not be synced are further commits refused.
    CompactReport compact(const CompactOptions& options = {});

    /// Copies the newest commit with all before it to the file `target`, while others write. The
    /// copy is verified and synced before it has the name: a crash leaves the file that was there
    /// before or the new one. Where the target is such a copy, made before, only what is new is
    /// appended, as a commit is. Throws Error: invalid when the target is this file, another
    /// database or newer than this one; not_a_database; locked when somebody writes to it;
    /// unsupported when it has several names; corrupt when what would be copied is damaged; io.
    /// Then the target is as it was.
    BackupReport backup(const std::filesystem::path& target,
                        const BackupOptions& options = {}) const;

    /// The same, always whole, into a pipe or the like. Not read again: `restore` refuses a stream
    /// that was cut off or damaged. Once it has begun to write, an error leaves a part.
    BackupReport backup(const WriteBackup& write, const BackupOptions& options = {}) const;

    /// Adds a generation to the directory: an increment to the newest one that is sound, where the
    /// database has only grown since, else a whole copy; nothing where that one has all. Throws
    /// Error: not_found when there is no such directory; invalid when it holds generations of
    /// another database; locked when somebody else changes it; corrupt when what would be copied is
    /// damaged; io. Then the generations are as they were. `replace_any` means nothing here.
    BackupReport backup(const BackupDirectory& directory, const BackupOptions& options = {}) const;

    /// The file's name, as it was given.
    const std::string& name() const;

    /// Syncs what Durability::interval has left and gives the file up. From then on every use of
    /// the handle throws Error{Errc::closed}; calls that other threads are in finish first or as
    /// ever. Snapshots stay readable and transactions go on; the file is closed with the last of
    /// the latter. Throws what that sync throws, the handle is closed all the same. Any thread may
    /// call it, and closing twice is allowed.
    void close();

private:
    friend class KeyspaceHandle;

    using Deadline = std::optional<std::chrono::steady_clock::time_point>;

    explicit Database(std::shared_ptr<database::Store> store);

    std::optional<Transaction> begin_until(const Deadline& deadline);
    CommitId commit_shared(const std::function<void(Transaction&)>& apply);

    template <typename Act>
    auto change_one(std::string_view name, std::size_t value_bytes, const Act& act);

    database::Store& store() const;
    database::Store& writable_store();

    std::shared_ptr<database::Store> store_;
};

}  // namespace dbdb
