/// One keyspace of a transaction.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dbdb/condition.hpp"
#include "dbdb/export.hpp"
#include "dbdb/range.hpp"
#include "dbdb/reader.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

class ValueWriter;  // "dbdb/value_stream.hpp"

namespace transaction {
class Change;
}

namespace keyspace {
struct Opened;
}

/// A named map in a transaction, or the default one: reads and changes it. It goes by its name:
/// renaming or dropping the keyspace leaves it with an empty one, which the next `set` makes anew.
///
/// Reads are those of Reader, which tells what they do. Views live until the transaction's next
/// change or its end. Once the transaction has ended or failed every function throws
/// Error{Errc::closed}.
class DBDB_EXPORT Keyspace {
public:
    Keyspace(Keyspace&&) noexcept = default;
    Keyspace& operator=(Keyspace&&) noexcept = default;
    ~Keyspace() = default;

    std::optional<std::string_view> get(std::string_view key) const;
    std::string_view at(std::string_view key) const;
    bool contains(std::string_view key) const;
    std::optional<ValueWithMetadata> get_with_metadata(std::string_view key) const;
    std::optional<Metadata> metadata(std::string_view key) const;
    std::optional<std::chrono::milliseconds> ttl(std::string_view key) const;
    std::uint64_t size() const;

    bool empty() const { return size() == 0; }

    std::uint64_t count(std::string_view from, std::string_view to) const;
    std::uint64_t count_prefix(std::string_view prefix) const;
    std::uint64_t rank(std::string_view key) const;
    std::optional<Entry> nth(std::uint64_t index) const;

    /// Gives `key` the value `value`. Throws Error{Errc::too_large} beyond the limits.
    void set(std::string_view key, std::string_view value);

    /// The same with an expiry, tags and whatever else `options` say; what they leave out the entry
    /// has not. Throws Error{Errc::invalid} for an expiry that is not ahead or not to be told, and
    /// Error{Errc::too_large} beyond the limits of "dbdb/entry_options.hpp". The key of an entry
    /// with an expiry or tags must leave room for them: 65,527 bytes, and 65,534 less its longest
    /// tag.
    void set(std::string_view key, std::string_view value, const EntryOptions& options);

    /// Lets the entry of `key` expire `ttl` from now, whatever it did before; false when there is
    /// none. Its value is not written again. Throws as `set`.
    bool expire(std::string_view key, std::chrono::milliseconds ttl);

    /// The same at `time`.
    bool expire_at(std::string_view key, Expiry time);

    /// Lets the entry of `key` stay; false when there is none.
    bool persist(std::string_view key);

    /// Gives the entry of `key` just these tags; false when there is none. Its value is not written
    /// again. Throws as `set`.
    bool set_tags(std::string_view key, std::span<const std::string> tags);

    /// Adds a tag; false when there is no such entry.
    bool add_tag(std::string_view key, std::string_view tag);

    /// Takes a tag away; false when no such entry has it.
    bool remove_tag(std::string_view key, std::string_view tag);

    /// Removes entries that have expired, at most `limit`; returns how many. A lookup each.
    std::uint64_t sweep(std::uint64_t limit);

    /// Removes `key`; whether it was there.
    bool erase(std::string_view key);

    /// Sets all `entries`, given in any order; of a key given twice the last value stands. They are
    /// sorted and joined with the tree at once, so that each of its leaves is made anew once. See
    /// as_entries in "dbdb/batch.hpp" for other containers. Throws Error{Errc::too_large} beyond
    /// the limits, and has set none then.
    void set_many(std::span<const Entry> entries);
    void set_many(std::initializer_list<Entry> entries);

    /// Removes all `keys`, given in any order; how many were there.
    std::uint64_t erase_many(std::span<const std::string_view> keys);
    std::uint64_t erase_many(std::initializer_list<std::string_view> keys);

    /// The value of `key`; where there is none, `value`, which is set first.
    std::string_view get_or_set(std::string_view key, std::string_view value);

    /// Whether `condition` holds of `key`.
    bool meets(std::string_view key, const Condition& condition) const;

    /// Sets `key` if `condition` holds; whether it did.
    bool set_if(std::string_view key, const Condition& condition, std::string_view value);

    /// Removes `key` if `condition` holds; whether it did, also when there was nothing to remove.
    bool erase_if(std::string_view key, const Condition& condition);

    /// Adds `amount` to a counter and returns the sum. A counter is a whole number in decimal
    /// digits, so that every tool can show it; a missing one is 0. Throws Error{Errc::invalid} when
    /// the value is no such number of 64 bits, or when the sum would not be one.
    std::int64_t add(std::string_view key, std::int64_t amount);

    /// Puts `bytes` behind the value of `key`, a missing one being empty; returns how long it is
    /// now. The whole value is written anew. Throws Error{Errc::too_large} beyond the limits.
    std::uint64_t append(std::string_view key, std::string_view bytes);

    /// Takes the value of `key` in pieces, in little memory; include "dbdb/value_stream.hpp". With
    /// `value_bytes`, the size to come, a large value is written in one pass. `options` are looked
    /// at when it is finished. Throws Error{Errc::too_large} beyond the limits.
    ValueWriter value_writer(std::string_view key,
                             std::optional<std::uint64_t> value_bytes = std::nullopt,
                             EntryOptions options = {});

    /// Removes all keys in [from, to) in O(log n), whatever their number; returns how many.
    std::uint64_t erase_range(std::string_view from, std::string_view to);

    /// Removes all keys that begin with `prefix`, in O(log n); returns how many.
    std::uint64_t erase_prefix(std::string_view prefix);

    /// Removes everything in it, in O(1). The keyspace and its options stay.
    void clear();

    KeyspaceOptions options() const;

    /// Says how entries are kept from now on; makes the keyspace when there is none. Throws
    /// Error{Errc::invalid} for options that cannot be.
    void set_options(const KeyspaceOptions& options);

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

    /// The transaction's state as a snapshot of this keyspace, for any thread, before it is
    /// committed. It stays readable whatever becomes of the transaction.
    Snapshot freeze() const;

protected:
    friend class Transaction;

    Keyspace(std::shared_ptr<transaction::Change> change, std::string_view name);

    transaction::Change& change() const;

    std::shared_ptr<transaction::Change> change_;

private:
    Reader reader() const;
    template <typename Read>
    auto read_values(const Read& read) const;
    bool is_unchanged_since(CommitId commit, std::string_view key) const;

    std::shared_ptr<keyspace::Opened> opened_;
    std::string name_;
};

/// Destroyed without `finish` it leaves the transaction as it was.
class Keyspace::SortedWriter {
public:
    SortedWriter(SortedWriter&&) noexcept;
    ~SortedWriter();

    /// Throws Error{Errc::invalid} when `key` is not greater than the one before. Other than
    /// elsewhere a time of expiry may have come: the entry is gone then, and with it what it
    /// replaces. So what others have written can be copied, whatever time that takes.
    void set(std::string_view key, std::string_view value);
    void set(std::string_view key, std::string_view value, const EntryOptions& options);

    /// Entries taken so far.
    std::uint64_t count() const noexcept;

    /// Joins the entries with those of the keyspace. To be called once, last.
    void finish();

private:
    friend class Keyspace;

    struct State;

    explicit SortedWriter(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace dbdb
