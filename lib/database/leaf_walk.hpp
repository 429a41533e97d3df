/// How full the leaves of a tree are.
#pragma once

#include <cstdint>

#include "dbdb/statistics.hpp"

#include "format/leaf.hpp"
#include "format/ref.hpp"
#include "tree/source.hpp"

namespace dbdb::database {

/// Part of the greatest weight that a leaf of several entries has.
double fill_of(format::LeafView leaf);

/// Looks at `leaves_max` leaves of the tree, at ranks spread evenly, or at all when there are no
/// more. Throws Error{Errc::corrupt}.
LeafStatistics look_at_leaves(const tree::Source& source,
                              const format::Root& root,
                              std::uint64_t leaves_max);

}  // namespace dbdb::database
