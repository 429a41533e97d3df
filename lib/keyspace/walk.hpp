/// Walking the entries of a tree in the order of their keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tree/cursor.hpp"

namespace dbdb::keyspace {

/// Calls `visit` with each entry of the tree `root` with a key in [from, to), or without `to` from
/// `from` on, until it returns false. The tree must not be changed meanwhile. Throws
/// Error{Errc::corrupt} when a node on the way is damaged, or when keys go back.
template <typename Visit>
void walk(const tree::Source& source,
          const format::Root& root,
          std::string_view from,
          std::optional<std::string_view> to,
          const Visit& visit) {
    if (root.is_empty()) return;
    tree::Cursor cursor;
    std::uint64_t rank = tree::seek(source, root, from, cursor);
    while (cursor.index < cursor.count) {
        const format::EntryView entry = tree::entry_at(cursor);
        if (to && entry.key >= *to) return;
        if (!visit(entry) || ++rank >= root.count) return;
        tree::step_forward(source, cursor);
    }
}

}  // namespace dbdb::keyspace
