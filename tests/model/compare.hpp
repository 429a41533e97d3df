/// Comparing what a database gives with what a std::map gives.
#pragma once

#include <string>

#include "dbdb/database.hpp"

#include "support/tree_fixture.hpp"

namespace dbdb::test {

/// Throws std::runtime_error with `what` unless it `holds`.
void require(bool holds, const char* what);

/// All entries, by every way of walking over all of them.
void require_same(const Snapshot& snapshot, const Model& model);

/// The read functions for one key and one index, of a Snapshot or a Transaction.
template <typename Readable>
void require_same_at(const Readable& readable,
                     const Model& model,
                     const std::string& key,
                     Random& random);

/// Ranges with random ends, directions, skips and limits, of a Snapshot or a Transaction.
template <typename Readable>
void require_same_ranges(const Readable& readable,
                         const Model& model,
                         const std::string& from,
                         const std::string& to,
                         Random& random);

}  // namespace dbdb::test
