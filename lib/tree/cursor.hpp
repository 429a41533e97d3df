/// Walking a tree entry by entry, both ways.
///
/// A cursor is the path of branches from the root to a leaf and a place in that leaf. It is plain
/// memory without allocation; see detail::CursorState for the fields. A step costs O(1) on average.
#pragma once

#include <cstdint>
#include <string_view>

#include "dbdb/range.hpp"

#include "format/entry.hpp"
#include "format/ref.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

using Cursor = detail::CursorState;

/// Goes to the first key that is not less than `key` and tells its rank. When there is none the
/// cursor stands behind the last entry: `index == count`. `root` is not empty.
std::uint64_t seek(const Source& source,
                   const format::Root& root,
                   std::string_view key,
                   Cursor& cursor);

/// Goes to the entry with `rank` smaller keys; `rank` is less than `root.count`.
void seek_rank(const Source& source, const format::Root& root, std::uint64_t rank, Cursor& cursor);

/// Goes to the leaf on `side` of the present one, to its nearest entry.
void cross(const Source& source, format::Side side, Cursor& cursor);

/// Goes to the next entry; must not stand on the last one.
inline void step_forward(const Source& source, Cursor& cursor) {
    if (++cursor.index == cursor.count) [[unlikely]]
        cross(source, format::Side::right, cursor);
}

/// Goes to the entry before; must not stand on the first one.
inline void step_backward(const Source& source, Cursor& cursor) {
    if (cursor.index == 0) [[unlikely]] {
        cross(source, format::Side::left, cursor);
    } else {
        --cursor.index;
    }
}

/// The entry under the cursor.
inline format::EntryView entry_at(const Cursor& cursor) {
    return format::LeafView(cursor.leaf).entry(cursor.index);
}

}  // namespace dbdb::tree
