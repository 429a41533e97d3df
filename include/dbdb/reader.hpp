/// Reading one ordered map: what a snapshot and a transaction have in common.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "dbdb/decoded_slot.hpp"
#include "dbdb/export.hpp"
#include "dbdb/metadata.hpp"

namespace dbdb {

namespace tree {
class Source;
}

namespace format {
struct EntryView;
struct Root;
}  // namespace format

/// A key and its value. Both views live as long as the snapshot they were read from.
struct Entry {
    std::string_view key{};
    std::string_view value{};

    friend bool operator==(const Entry&, const Entry&) = default;
};

/// The read functions of Snapshot, and of Keyspace and Transaction, which have the same. Views into
/// a Snapshot live as long as any copy of it; views into a transaction until its next change or its
/// end. A value that is stored compressed is decompressed for the first `get` and kept by the very
/// Snapshot that it was read from, not by its copies, or by the transaction until its next change;
/// `value_reader`, ranges and diffs keep none but the present one. Each function costs O(log n)
/// and allocates nothing, but for metadata. An entry that has expired is gone for all of them, by
/// the clock at the time of the call; only `size`, `count`, `rank` and the indexes of `nth` go by
/// what is stored, so they count those too that have not been removed yet; see Database::sweep.
/// Each throws Error{Errc::corrupt} when a record on its way is damaged.
class DBDB_EXPORT Reader {
public:
    /// The value of `key`, or empty when there is none.
    std::optional<std::string_view> get(std::string_view key) const;

    /// The values of `keys`, each as `get` gives it, at the same places of `values`. Keys in any
    /// order, some may be the same. Takes a fraction of the time of as many calls of `get` where
    /// memory is what they wait for: their searches take turns. Throws Error{Errc::invalid} when
    /// `values` is not as long as `keys`; after an error `values` may hold anything.
    void get_many(std::span<const std::string_view> keys,
                  std::span<std::optional<std::string_view>> values) const;

    /// The value of `key`. Throws Error{Errc::not_found} when there is none.
    std::string_view at(std::string_view key) const;

    bool contains(std::string_view key) const;

    /// The value of `key` with what else its entry has, or empty when there is none.
    std::optional<ValueWithMetadata> get_with_metadata(std::string_view key) const;

    /// What the entry of `key` has beside its value, which is not read; empty when there is none.
    std::optional<Metadata> metadata(std::string_view key) const;

    /// How long the entry of `key` has left; empty when it stays, or when there is none.
    std::optional<std::chrono::milliseconds> ttl(std::string_view key) const;

    /// Number of entries; O(1).
    std::uint64_t size() const;

    bool empty() const { return size() == 0; }

    /// Number of keys in [from, to).
    std::uint64_t count(std::string_view from, std::string_view to) const;

    /// Number of keys that begin with `prefix`.
    std::uint64_t count_prefix(std::string_view prefix) const;

    /// Number of keys less than `key`: its index if it is there, else where it would stand.
    std::uint64_t rank(std::string_view key) const;

    /// The entry with `index` smaller keys; empty when there are fewer, or when it has expired.
    std::optional<Entry> nth(std::uint64_t index) const;

protected:
    friend class Keyspace;

    Reader(const tree::Source* source, const format::Root* root) : source_(source), root_(root) {}

    Reader(const Reader&) = default;
    Reader(Reader&&) noexcept = default;
    Reader& operator=(const Reader&) = default;
    Reader& operator=(Reader&&) noexcept = default;
    ~Reader() = default;

    std::string_view value_of(const format::EntryView& entry) const;

    const tree::Source* source_;
    const format::Root* root_;
    mutable detail::DecodedSlot decoded_{};
};

}  // namespace dbdb
