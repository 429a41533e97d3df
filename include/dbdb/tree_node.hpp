/// The nodes of a keyspace's tree, for looking at its shape.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/export.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

/// A branch, which has two children, or a leaf, which has entries.
struct TreeNode {
    unsigned height = 0;        ///< Of the tree below it; 0 is a leaf.
    std::uint64_t offset = 0;   ///< Where it lies in the file; 0 for one that is not there yet.
    std::uint64_t bytes = 0;    ///< Of this node alone.
    std::uint64_t entries = 0;  ///< In the tree below it.
    std::uint64_t subtree_bytes = 0;   ///< Of that tree, with large values.
    std::string separator{};           ///< Of a branch: keys on the left are less, others are not.
    std::vector<std::string> keys{};   ///< Of a leaf.
    double fill = 0;                   ///< Of a leaf: part of the greatest weight.
    std::vector<TreeNode> children{};  ///< Left and right; none where it was not looked further.

    bool is_leaf() const noexcept { return height == 0; }
};

struct TreeOptions {
    unsigned levels = 3;  ///< How many levels of nodes to look at from the root on.
    /// Also all nodes on the way to this key, or to where it would be.
    std::optional<std::string_view> key{};
};

/// The tree of the keyspace that `snapshot` shows; none when it has no entries. Costs what is
/// looked at: up to 2^levels nodes. Throws Error{Errc::corrupt}.
DBDB_EXPORT std::optional<TreeNode> look_at_tree(const Snapshot& snapshot,
                                                 const TreeOptions& options = {});

}  // namespace dbdb
