/// Changing a tree by key: each function takes a tree and gives the changed one, whose predecessor
/// must not be used any more unless a savepoint or a snapshot holds it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "format/entry.hpp"
#include "tree/space.hpp"

namespace dbdb::tree {

using format::EntryView;

/// Puts `entry` in, in place of the one with the same key. O(log n) and one leaf.
Root insert(Space& space, const Root& root, const EntryView& entry);

/// Takes `key` out; empty when it is not there, and nothing has changed then. O(log n) and one
/// leaf.
std::optional<Root> erase(Space& space, const Root& root, std::string_view key);

/// The keys less than `key`, and the others. Gives up the nodes on the cut. O(log n). Leaves at the
/// cut may be light; `concatenate` mends them.
struct Halves {
    Root left;
    Root right;
};

Halves split(Space& space, const Root& root, std::string_view key);

/// Takes all keys in [from, to) out; without `to`, all from `from` on. O(log n) whatever their
/// number.
Root erase_range(Space& space,
                 const Root& root,
                 std::string_view from,
                 std::optional<std::string_view> to);

}  // namespace dbdb::tree
