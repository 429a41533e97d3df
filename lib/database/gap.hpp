/// What a damaged tree cannot give: runs of lost keys.
#pragma once

#include <string_view>
#include <vector>

#include "dbdb/salvage.hpp"

#include "transaction/version.hpp"
#include "tree/survivors.hpp"

namespace dbdb::database {

/// A run of lost keys, and where its entries may be taken from.
struct Gap {
    LostKeys lost;
    tree::KeyBounds keys;
    std::uint64_t offset = 0;  ///< The lowest of the damaged records.
    bool is_in_catalog = false;
    const transaction::Version* older = nullptr;

    /// Holes side by side are one run: an area of the disk is lost more often than a record.
    void extend(const tree::Hole& hole);
};

Gap gap_of(const tree::Hole& hole, std::string_view keyspace, bool is_in_catalog);

/// Walks the tree at `root`, of `keyspace` or of the catalog: `take` is given what survives, `gaps`
/// what is lost.
void walk_survivors(const tree::Source& source,
                    const format::Root& root,
                    std::string_view keyspace,
                    bool is_in_catalog,
                    const tree::TakeEntry& take,
                    std::vector<Gap>& gaps);

}  // namespace dbdb::database
