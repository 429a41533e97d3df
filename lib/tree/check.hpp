/// Proving that a tree is what it should be: every checksum and every invariant.
///
/// Checked are the order of all keys, separators and the prefixes that searches skip, counts and
/// bytes, heights and balance, that children lie before their parents, and the checksum of every
/// node and blob in the file, whether a reader has admitted it before or not. A check reads every
/// record once, so it costs the size of what was not checked yet, whatever the bytes say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dbdb/damage.hpp"

#include "format/ref.hpp"
#include "tree/checked_records.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

/// One thing that is wrong.
struct Damage {
    std::uint64_t offset = 0;          ///< Of the record in the file; 0 for a node in memory.
    std::string text;                  ///< "<file>: <what> at byte <offset>: database is corrupt".
    std::optional<KeyRange> hidden{};  ///< The keys of the tree that it hides, if it does.
};

struct CheckReport {
    std::vector<Damage> damages{};
    std::uint64_t branch_count = 0;
    std::uint64_t leaf_count = 0;
    std::uint64_t blob_count = 0;
    std::uint64_t bytes = 0;  ///< Of all records counted.
    /// Leaves, neither first nor last, that weigh less than `leaf_weight_min`. None, unless the
    /// tree holds or has held an entry heavier than that: no damage, only wasted space.
    std::uint64_t light_leaf_count = 0;
    /// Entries that weigh more than `leaf_weight_min`.
    std::uint64_t heavy_entry_count = 0;
};

/// Checks the tree below `root`, adds to `report` what it finds and to `records` what it has seen;
/// what is there already is neither walked nor counted again. Damage does not end the check: all
/// that can still be reached is. Never recurses deeper than 63.
void check(const Source& source,
           const format::Root& root,
           CheckedRecords& records,
           CheckReport& report);

/// Checks one tree alone.
CheckReport check(const Source& source, const format::Root& root);

}  // namespace dbdb::tree
