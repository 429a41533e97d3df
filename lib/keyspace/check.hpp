/// Proving that a catalog is what it should be, and every tree that it names.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>

#include "keyspace/catalog.hpp"
#include "tree/check.hpp"

namespace dbdb::keyspace {

/// Checks the catalogs of many commits: what they share is checked once. Lives no longer than what
/// it was made with. One thread.
class CatalogCheck {
public:
    /// Whether the file has the commit that a bookmark names.
    using HasCommit = std::function<bool(const format::CommitLink& link)>;

    CatalogCheck(const tree::Source& source,
                 tree::CheckedRecords& records,
                 tree::CheckReport& report,
                 HasCommit has_commit);

    /// Checks the tree `catalog`, its keys and values, and the trees that they name; adds to the
    /// report. Gives the bytes of all trees named, counted once for each keyspace.
    std::uint64_t check(const Root& catalog);

private:
    std::uint64_t check_node(format::Ref ref);
    std::uint64_t check_leaf(std::uint64_t offset);
    std::uint64_t check_entry(const format::EntryView& entry, std::uint64_t leaf_offset);
    std::uint64_t check_keyspace(const format::EntryView& entry, std::uint64_t leaf_offset);
    void check_bookmark(const format::EntryView& entry, std::uint64_t leaf_offset) const;

    const tree::Source& source_;
    tree::CheckedRecords& records_;
    tree::CheckReport& report_;
    HasCommit has_commit_;
    std::unordered_map<std::uint64_t, std::uint64_t> named_bytes_;  ///< By a checked node's place.
};

}  // namespace dbdb::keyspace
