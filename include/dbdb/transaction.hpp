/// The one writer's change from one version to the next.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "dbdb/options.hpp"
#include "dbdb/range.hpp"
#include "dbdb/reader.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

namespace transaction {
class Change;
}

/// A state of a transaction to which it can go back. Belongs to the transaction that made it.
class Savepoint {
private:
    friend class Transaction;

    explicit Savepoint(std::size_t index) : index_(index) {}

    std::size_t index_;
};

/// A change in the making. It reads its own writes, others see them only once it is committed.
/// Destroyed without a commit it is rolled back. It may be moved between threads, but is used by
/// one at a time. It holds the writer's turn of all processes until it ends.
///
/// When memory or the disk fails in the middle of a function, the transaction can only be rolled
/// back; the database is as it was. Other errors leave the transaction as it was before the call.
/// After `commit` or `rollback`, or such a failure, every other function throws
/// Error{Errc::closed}.
class Transaction : public Reader {
public:
    Transaction(Transaction&&) noexcept;
    Transaction& operator=(Transaction&&) noexcept;
    ~Transaction();

    std::optional<std::string_view> get(std::string_view key) const;
    std::string_view at(std::string_view key) const;
    std::optional<Entry> nth(std::uint64_t index) const;

    /// Gives `key` the value `value`. Throws Error{Errc::too_large} beyond the limits.
    void set(std::string_view key, std::string_view value);

    /// Removes `key`; whether it was there.
    bool erase(std::string_view key);

    /// Removes all keys in [from, to) in O(log n), whatever their number; returns how many.
    std::uint64_t erase_range(std::string_view from, std::string_view to);

    /// Removes all keys that begin with `prefix`, in O(log n); returns how many.
    std::uint64_t erase_prefix(std::string_view prefix);

    /// Removes everything, in O(1).
    void clear();

    /// Takes entries in ascending order of their keys at close to the speed of the disk: they
    /// become a perfectly balanced tree with full leaves, which `finish` joins with what is there;
    /// where both have a key the new value stands. Nothing of it is seen before `finish`. At most
    /// one at a time; other changes of the transaction wait until it is finished or destroyed.
    class SortedWriter;
    SortedWriter sorted_writer();

    /// The entries as they are now: ranges of a frozen copy, so the transaction may go on changing
    /// while one is walked. See Snapshot for the functions of the same names.
    Range range() const;
    Range range(std::string_view from, std::string_view to) const;
    Range range_from(std::string_view key) const;
    Range range_to(std::string_view key) const;
    Range prefix(std::string_view prefix) const;

    /// The transaction's state as a snapshot, for any thread, before it is committed. It stays
    /// readable whatever becomes of the transaction.
    Snapshot freeze() const;

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
    class Refresh;

    explicit Transaction(std::unique_ptr<transaction::Change> change);

    transaction::Change& change() const;

    std::unique_ptr<transaction::Change> change_;
};

/// Destroyed without `finish` it leaves the transaction as it was.
class Transaction::SortedWriter {
public:
    SortedWriter(SortedWriter&&) noexcept;
    ~SortedWriter();

    /// Throws Error{Errc::invalid} when `key` is not greater than the one before.
    void set(std::string_view key, std::string_view value);

    /// Entries taken so far.
    std::uint64_t count() const noexcept;

    /// Joins the entries with those of the transaction. To be called once, last.
    void finish();

private:
    friend class Transaction;

    explicit SortedWriter(transaction::Change& change);

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace dbdb
