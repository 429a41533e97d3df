/// The one writer's change from one version to the next.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "dbdb/export.hpp"
#include "dbdb/keyspace.hpp"
#include "dbdb/options.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

/// A state of a transaction to which it can go back. Belongs to the transaction that made it.
class DBDB_EXPORT Savepoint {
private:
    friend class Transaction;

    explicit Savepoint(std::size_t index) : index_(index) {}

    std::size_t index_;
};

/// A change in the making, and the default keyspace in it. It reads its own writes, others see them
/// only once it is committed. Destroyed without a commit it is rolled back. It may be moved between
/// threads, but is used by one at a time. It holds the writer's turn of all processes until it
/// ends.
///
/// When memory or the disk fails in the middle of a function, the transaction can only be rolled
/// back; the database is as it was. Other errors leave the transaction as it was before the call.
/// After `commit` or `rollback`, or such a failure, every other function throws
/// Error{Errc::closed}.
class DBDB_EXPORT Transaction : public Keyspace {
public:
    Transaction(Transaction&&) noexcept = default;
    Transaction& operator=(Transaction&&) noexcept;
    ~Transaction();

    /// The keyspace `name`, to be read and changed; the empty name is the default one. It is made
    /// by the first entry that is set in it. Throws Error{Errc::invalid} for what cannot be a name:
    /// names are 1 to 255 bytes of UTF-8 without control characters.
    Keyspace keyspace(std::string_view name);

    /// Makes an empty keyspace; whether it was not there before.
    bool create_keyspace(std::string_view name);

    /// Removes a keyspace with everything in it, in O(log n); whether it was there.
    bool drop_keyspace(std::string_view name);

    /// Gives a keyspace another name. Throws Error: not_found, or invalid when `new_name` exists.
    void rename_keyspace(std::string_view name, std::string_view new_name);

    /// Makes the keyspace `new_name` with the entries and options of `name`, in O(1): both share
    /// all nodes until one of them changes. Throws Error: not_found, or invalid when `new_name`
    /// exists.
    void clone_keyspace(std::string_view name, std::string_view new_name);

    /// Makes the indexes of all keyspaces anew that do not name what their entries have, as
    /// `verify` tells of them; in how many keyspaces that was so. Reads all entries.
    std::uint64_t repair_indexes();

    /// Removes all entries of the default keyspace, and all other keyspaces; bookmarks stay.
    /// O(log n).
    void clear_all();

    /// Copies the entries of `source` with keys in [from, to) to `target`, where they replace those
    /// of the same keys; returns how many. Shares nodes: O(log n) where `target` has no keys
    /// between them. Throws Error{Errc::not_found} when there is no `source`.
    std::uint64_t copy_range(std::string_view source,
                             std::string_view target,
                             std::string_view from,
                             std::string_view to);

    /// The same, and removes them from `source`.
    std::uint64_t move_range(std::string_view source,
                             std::string_view target,
                             std::string_view from,
                             std::string_view to);

    /// Gives `commit`, an earlier one, a name, or moves the bookmark of that name to it. Throws
    /// Error: not_found, or invalid for what cannot be a name (see `keyspace`).
    void set_bookmark(std::string_view name, CommitId commit);

    /// Removes a bookmark; whether it was there.
    bool erase_bookmark(std::string_view name);

    /// Takes all keyspaces as they were in an earlier commit; bookmarks stay as they are now.
    /// O(log n) whatever has changed since: old nodes are shared. Throws Error: not_found, or
    /// invalid when `snapshot` shows no commit of this file.
    void revert(CommitId commit);
    void revert(const Snapshot& snapshot);

    /// Marks the present state. Savepoints nest: going back to one forgets those made after it.
    Savepoint savepoint();

    /// Makes the state of `savepoint` the present one again; it may be gone back to once more.
    void rollback_to(const Savepoint& savepoint);

    /// Makes the change current and ends the transaction; returns the new commit's id, or the
    /// present one's when nothing was changed and no message given. When it throws, the transaction
    /// has ended: nothing of it is current, except that after a failed sync (the error says so) it
    /// is unknown whether the commit will be there when the file is opened again.
    CommitId commit(const CommitOptions& options = {});
    CommitId commit(std::string_view message);

    /// Forgets the change and ends the transaction. Does nothing when it has ended.
    void rollback() noexcept;

    /// Whether it has not ended yet.
    bool active() const noexcept;

private:
    friend class Database;

    explicit Transaction(std::shared_ptr<transaction::Change> change);
};

}  // namespace dbdb
