/// Writing a transaction's nodes to the file: leaves first, then the branches over them.
#pragma once

#include <span>
#include <vector>

#include "transaction/appender.hpp"
#include "tree/source.hpp"

namespace dbdb::transaction {

using format::Root;

/// Appends every node of `roots` that is in memory and makes each of them the same tree in the
/// file. Nodes that several of the trees share are written once. The nodes in memory stay as they
/// are. Written records are marked in `source` as read, since we know what they hold.
void flush(const tree::Source& source, Appender& appender, std::span<Root* const> roots);

/// Appends a leaf of sorted `entries`.
Root append_leaf(const tree::Source& source,
                 Appender& appender,
                 std::span<const format::LeafEntry> entries);

}  // namespace dbdb::transaction
