/// Trees as sets of keys: union, intersection, difference.
///
/// Both trees are read through the space's source. What one of them alone holds is taken over as it
/// is, whole subtrees at a time, and what both share is recognised by its ref, so m keys against n
/// cost O(m log(n/m + 1)), and two trees that differ little cost what they differ.
///
/// Like all edits, these give up the nodes of both trees that the present epoch owns: who goes on
/// using one of them begins a new epoch first. The two trees share no owned node, unless they are
/// the same.
///
/// Source: Blelloch, Ferizovic, Sun, "Just Join for Parallel Ordered Sets", SPAA 2016.
#pragma once

#include "tree/space.hpp"

namespace dbdb::tree {

/// The entries of both; where both have a key, the entry of `second`.
Root unite(Space& space, const Root& first, const Root& second);

/// The entries of `first` whose keys are in `second` too.
Root intersect(Space& space, const Root& first, const Root& second);

/// The entries of `first` whose keys are not in `second`.
Root subtract(Space& space, const Root& first, const Root& second);

}  // namespace dbdb::tree
