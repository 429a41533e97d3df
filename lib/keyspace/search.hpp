/// Answering a query, and counting tags.
#pragma once

#include <vector>

#include "dbdb/query.hpp"

#include "format/keyspace_record.hpp"
#include "tree/source.hpp"

namespace dbdb::keyspace {

/// Fills `page` with what `query` finds in a state of a keyspace.
void find(const tree::Source& source,
          const format::KeyspaceRecord& record,
          const Query& query,
          QueryPage& page);

/// All tags, those first that most entries have, of as many in the order of tags. O(log n) for each
/// tag.
std::vector<TagCount> tags_of(const tree::Source& source, const format::KeyspaceRecord& record);

}  // namespace dbdb::keyspace
