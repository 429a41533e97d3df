/// Building a tree from sorted entries: full leaves, and a perfectly balanced tree over them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "format/leaf.hpp"
#include "tree/space.hpp"

namespace dbdb::tree {

/// Takes entries in ascending order of their keys, without any key twice. Leaves leave at once
/// through `write_leaf`, so that of a leaf only its root and its outer keys stay in memory.
class Builder {
public:
    /// Writes a leaf of sorted entries somewhere and tells where.
    using WriteLeaf = std::function<Root(std::span<const format::LeafEntry>)>;

    explicit Builder(WriteLeaf write_leaf) : write_leaf_(std::move(write_leaf)) {}

    void add(const format::EntryView& entry);

    /// Leaves written since the last `finish`.
    std::size_t leaf_count() const { return leaves_.size(); }

    /// The tree of all entries since the last `finish`, with its branches in `space`. O(leaves).
    Root finish(Space& space);

private:
    struct Leaf {
        Root root;
        std::string first_key;
        std::string last_key;
    };

    void write_pending();
    Root tree_of(Space& space, std::span<const Leaf> leaves) const;

    WriteLeaf write_leaf_;
    std::vector<std::byte> pending_bytes_;  ///< Entries of the leaf to come, one behind the other.
    std::vector<format::LeafEntry> pending_;
    std::size_t pending_weight_ = 0;
    std::vector<Leaf> leaves_;
};

}  // namespace dbdb::tree
