/// The catalog: a tree that knows every keyspace and every bookmark.
///
/// Its keys are "k" + name of a keyspace and "b" + name of a bookmark; its values are encoded
/// structs of lib/format. "k" alone is the record of the default keyspace, for its indexes and
/// options: the root of its entries stands in the commit record. What is in a catalog's value is
/// looked at whenever it is read: a root or link must lie below the leaf that holds it, and never
/// names a node in memory. Each function throws Error{Errc::corrupt} for a value that cannot be.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "format/bookmark.hpp"
#include "format/keyspace_record.hpp"
#include "format/leaf.hpp"
#include "format/ref.hpp"
#include "tree/source.hpp"

namespace dbdb::keyspace {

using format::Bookmark;
using format::KeyspaceRecord;
using format::Root;

inline constexpr char keyspace_mark = 'k';
inline constexpr char bookmark_mark = 'b';

/// The key of a keyspace, or with `bookmark_mark` of a bookmark, in the catalog.
inline std::string catalog_key(char mark, std::string_view name) {
    return std::string(1, mark).append(name);
}

/// The record of the keyspace `name`; empty when there is none. O(log n).
std::optional<KeyspaceRecord> find_keyspace(const tree::Source& source,
                                            const Root& catalog,
                                            std::string_view name);

/// The bookmark `name`; empty when there is none. O(log n).
std::optional<Bookmark> find_bookmark(const tree::Source& source,
                                      const Root& catalog,
                                      std::string_view name);

/// Calls `visit` for each keyspace in the order of names; the default one comes first, when it has
/// a record. Names are valid during the call.
using VisitKeyspace = std::function<void(std::string_view name, const KeyspaceRecord& record)>;
void each_keyspace(const tree::Source& source, const Root& catalog, const VisitKeyspace& visit);

/// The same for the bookmarks.
using VisitBookmark = std::function<void(std::string_view name, const Bookmark& bookmark)>;
void each_bookmark(const tree::Source& source, const Root& catalog, const VisitBookmark& visit);

/// Calls `visit` for each tree that the catalog's values name: of every keyspace its entries and
/// indexes, also those of the default keyspace, but not that one's entries. Empty trees are left
/// out; trees that were cloned come once for each keyspace that has them. Who walks everything that
/// a commit needs walks these, the catalog itself and the default keyspace's tree.
void each_tree(const tree::Source& source,
               const Root& catalog,
               const std::function<void(const Root& root)>& visit);

/// What an entry of a catalog's leaf says, whose record lies at `leaf_offset`. Throw Error.
KeyspaceRecord keyspace_of(const tree::Source& source,
                           const format::EntryView& entry,
                           std::uint64_t leaf_offset);
Bookmark bookmark_of(const tree::Source& source,
                     const format::EntryView& entry,
                     std::uint64_t leaf_offset);

}  // namespace dbdb::keyspace
