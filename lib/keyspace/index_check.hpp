/// Proving that the indexes of a keyspace name what its entries have.
#pragma once

#include "format/keyspace_record.hpp"
#include "tree/source.hpp"

namespace dbdb::keyspace {

/// What is wrong with the indexes of `after`, whose trees are sound, when those of `before`,
/// another state of the keyspace, are right; null when nothing is. Compares what differs between
/// the two, so for an empty `before` all of it. Takes memory for the index entries that differ.
const char* fault_of_indexes(const tree::Source& source,
                             const format::KeyspaceRecord& before,
                             const format::KeyspaceRecord& after);

}  // namespace dbdb::keyspace
