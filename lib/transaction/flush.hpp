/// Writing a transaction's nodes to the file: leaves first, then the branches over them.
#pragma once

#include <span>
#include <vector>

#include "format/commit_record.hpp"
#include "transaction/appender.hpp"
#include "transaction/version.hpp"
#include "tree/source.hpp"

namespace dbdb::transaction {

using format::Root;

/// Appends every node of `roots` that is in memory and makes each of them the same tree in the
/// file. Nodes that several of the trees share are written once. The nodes in memory stay as they
/// are. Written records are marked in `source` as read, since we know what they hold.
void flush(const tree::Source& source, Appender& appender, std::span<Root* const> roots);

/// Appends a leaf of sorted `entries`; whoever reads it will check it first.
Root append_leaf(Appender& appender, std::span<const format::LeafEntry> entries);

/// The same, and marks it in `source`.
Root append_leaf(const tree::Source& source,
                 Appender& appender,
                 std::span<const format::LeafEntry> entries);

/// Completes `record`, of which only the places are missing and whose live bytes are those of its
/// trees, and appends it behind everything that its commit has appended. What is left to say of the
/// commit is then known, read by `source`.
Version append_record(const tree::Source& source, Appender& appender, format::CommitRecord record);

}  // namespace dbdb::transaction
