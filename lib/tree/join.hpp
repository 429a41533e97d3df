/// Joining two trees into one: the only place that balances.
///
/// Heights of siblings differ by at most 1, so a tree of n leaves is lower than 1.4405 log2(n + 2).
/// Insert, erase, split, range erase, union and build call these and know nothing of rotations.
///
/// Source: Blelloch, Ferizovic, Sun, "Just Join for Parallel Ordered Sets", SPAA 2016; here for
/// trees that keep their entries in leaves, so the middle is a separator, not an entry.
#pragma once

#include <string_view>

#include "tree/space.hpp"

namespace dbdb::tree {

/// The tree of `left`, then `right`, where every key on the left is less than `separator` and none
/// on the right is. Neither is empty. Costs the difference of their heights. Gives up the nodes it
/// replaces.
Root join(Space& space, const Root& left, std::string_view separator, const Root& right);

/// The tree of `left`, then `right`, either of which may be empty, where every key on the left is
/// less than all on the right. Leaves that are too light on the seam are filled up. O(log n).
Root concatenate(Space& space, const Root& left, const Root& right);

/// `root`, which `parts` are of, with another child on `side`, of any height.
Root replace_child(
    Space& space, const Root& root, const Parts& parts, Side side, const Root& child);

/// The shortest string that is greater than `left` and not greater than `right`; a prefix of it.
std::string_view shortest_separator(std::string_view left, std::string_view right);

/// Writes sorted `entries` as one leaf or, when they weigh too much, several of nearly equal weight
/// and gives the tree of them. `entries` is not empty.
Root make_leaves(Space& space, std::span<const format::LeafEntry> entries);

}  // namespace dbdb::tree
