#include "keyspace/catalog.hpp"

#include "tree/cursor.hpp"
#include "tree/search.hpp"

namespace dbdb::keyspace {

using format::EntryView;
using tree::Cursor;
using tree::Source;

namespace {

/// What a leaf names must lie below this: the leaf, or for one in memory what can be read at all.
std::uint64_t limit_of(const Source& source, const std::byte* leaf) {
    return source.holds(leaf) ? static_cast<std::uint64_t>(leaf - source.data()) : source.limit();
}

template <typename Value, typename Decode>
Value decoded(const Source& source,
              const EntryView& entry,
              std::uint64_t leaf_offset,
              const char* what,
              const Decode& decode) {
    const std::optional<Value> value =
        entry.is_extended ? std::nullopt : decode(entry.payload, leaf_offset);
    if (!value) source.throw_corrupt(what, leaf_offset);
    return *value;
}

/// Calls `visit` with each entry whose key begins with `mark`, and with its leaf's place.
template <typename Visit>
void each_entry(const Source& source, const Root& catalog, char mark, const Visit& visit) {
    if (catalog.is_empty()) return;
    Cursor cursor;
    std::uint64_t rank = tree::seek(source, catalog, std::string_view(&mark, 1), cursor);
    const char behind = static_cast<char>(mark + 1);
    const std::uint64_t end = tree::rank(source, catalog, std::string_view(&behind, 1));
    for (; rank < end; ++rank) {
        const bool is_among_them =
            cursor.index < cursor.count && tree::entry_at(cursor).key.starts_with(mark);
        if (!is_among_them) source.throw_corrupt("catalog out of order", 0);
        visit(tree::entry_at(cursor), limit_of(source, cursor.leaf));
        if (rank + 1 < end) tree::step_forward(source, cursor);
    }
}

/// Calls `decode` with the entry of `key` and its leaf's place; empty when there is none.
template <typename Decode>
auto find(const Source& source, const Root& catalog, const std::string& key, const Decode& decode)
    -> std::optional<decltype(decode(EntryView{}, std::uint64_t{}))> {
    if (catalog.is_empty()) return std::nullopt;
    Cursor cursor;
    tree::seek(source, catalog, key, cursor);
    if (cursor.index == cursor.count) return std::nullopt;
    const EntryView entry = tree::entry_at(cursor);
    if (entry.key != key) return std::nullopt;
    return decode(entry, limit_of(source, cursor.leaf));
}

}  // namespace

KeyspaceRecord keyspace_of(const Source& source,
                           const EntryView& entry,
                           std::uint64_t leaf_offset) {
    return decoded<KeyspaceRecord>(source,
                                   entry,
                                   leaf_offset,
                                   "catalog with a wrong record of a keyspace",
                                   format::decode_keyspace_record);
}

Bookmark bookmark_of(const Source& source, const EntryView& entry, std::uint64_t leaf_offset) {
    return decoded<Bookmark>(
        source, entry, leaf_offset, "catalog with a wrong bookmark", format::decode_bookmark);
}

std::optional<KeyspaceRecord> find_keyspace(const Source& source,
                                            const Root& catalog,
                                            std::string_view name) {
    return find(source,
                catalog,
                catalog_key(keyspace_mark, name),
                [&](const EntryView& entry, std::uint64_t leaf_offset) {
                    return keyspace_of(source, entry, leaf_offset);
                });
}

std::optional<Bookmark> find_bookmark(const Source& source,
                                      const Root& catalog,
                                      std::string_view name) {
    return find(source,
                catalog,
                catalog_key(bookmark_mark, name),
                [&](const EntryView& entry, std::uint64_t leaf_offset) {
                    return bookmark_of(source, entry, leaf_offset);
                });
}

void each_keyspace(const Source& source, const Root& catalog, const VisitKeyspace& visit) {
    each_entry(
        source, catalog, keyspace_mark, [&](const EntryView& entry, std::uint64_t leaf_offset) {
            visit(entry.key.substr(1), keyspace_of(source, entry, leaf_offset));
        });
}

void each_bookmark(const Source& source, const Root& catalog, const VisitBookmark& visit) {
    each_entry(
        source, catalog, bookmark_mark, [&](const EntryView& entry, std::uint64_t leaf_offset) {
            visit(entry.key.substr(1), bookmark_of(source, entry, leaf_offset));
        });
}

void each_tree(const Source& source,
               const Root& catalog,
               const std::function<void(const Root& root)>& visit) {
    each_keyspace(source, catalog, [&](std::string_view, const KeyspaceRecord& record) {
        for (const Root* root : record.trees())
            if (!root->is_empty()) visit(*root);
    });
}

}  // namespace dbdb::keyspace
