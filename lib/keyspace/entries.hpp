/// Changing the entries of a keyspace, with the indexes that follow them.
///
/// This is the one place where an entry comes into a keyspace or leaves it; whatever else changes
/// one shares whole trees, the indexes with the entries. So the indexes name just the entries that
/// have an expiry or tags, each under what it has.
///
/// What is handed in must not lie in the trees that are changed, nodes of which are written over.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/keyspace_record.hpp"
#include "format/payload.hpp"
#include "tree/space.hpp"

namespace dbdb::keyspace {

using format::EntryView;
using format::KeyspaceRecord;
using format::Root;

/// Whether some entries of `record` have an expiry or tags.
inline bool has_indexes(const KeyspaceRecord& record) {
    return !record.deadlines.is_empty() || !record.tags.is_empty();
}

/// Puts `entry` in, in place of the one with the same key. O(log n) for each tree.
void insert(tree::Space& space, KeyspaceRecord& record, const EntryView& entry);

/// Takes `key` out; whether it was there. O(log n) for each tree.
bool erase(tree::Space& space, KeyspaceRecord& record, std::string_view key);

/// Takes all keys in [from, to) out; without `to`, all from `from` on. O(log n) whatever their
/// number where no entry has an expiry or tags; else the less of their number and of that of the
/// entries that have.
void erase_range(tree::Space& space,
                 KeyspaceRecord& record,
                 std::string_view from,
                 std::optional<std::string_view> to);

/// Takes all entries of `added` in, with its indexes; of two with the same key those of `added`
/// stand. Both share no owned nodes.
void unite(tree::Space& space, KeyspaceRecord& record, const KeyspaceRecord& added);

/// The entries of `record` with keys in [from, to), with indexes of their own. The nodes of
/// `record` are not owned, so it stays as it is.
KeyspaceRecord range_of(tree::Space& space,
                        const KeyspaceRecord& record,
                        std::string_view from,
                        std::string_view to);

/// Puts `entry` into the indexes, in which it is not.
void add_to_indexes(tree::Space& space, KeyspaceRecord& record, const EntryView& entry);

/// At most `limit` keys of entries that have expired at `now_ms`, those first that did so first. A
/// lookup each. Throws Error{Errc::corrupt} for an index that cannot be.
std::vector<std::string> expired_keys(const tree::Source& source,
                                      const KeyspaceRecord& record,
                                      std::int64_t now_ms,
                                      std::uint64_t limit);

/// Removes at most `limit` entries that have expired at `now_ms`, and tells `removed` the key of
/// each; returns how many.
std::uint64_t sweep(tree::Space& space,
                    KeyspaceRecord& record,
                    std::int64_t now_ms,
                    std::uint64_t limit,
                    const std::function<void(std::string_view key)>& removed);

}  // namespace dbdb::keyspace
