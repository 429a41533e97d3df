#include "dbdb/tree_node.hpp"

#include "database/leaf_walk.hpp"
#include "transaction/hold.hpp"
#include "tree/descent.hpp"

namespace dbdb {

namespace {

using format::BranchView;
using format::LeafView;
using format::Root;
using format::Side;

class Look {
public:
    Look(const tree::Source& source, const TreeOptions& options)
        : source_(source), levels_(options.levels) {
        if (options.key) way_.emplace(*options.key);
    }

    TreeNode node(const Root& root, unsigned depth, bool is_on_way) {
        TreeNode node;
        node.height = root.height();
        node.offset = root.ref.is_in_memory() ? 0 : root.ref.offset();
        node.entries = root.count;
        node.subtree_bytes = root.bytes;
        if (node.is_leaf())
            describe_leaf(source_.leaf(root.ref), node);
        else
            describe_branch(root, depth, is_on_way, node);
        return node;
    }

private:
    static void describe_leaf(LeafView leaf, TreeNode& node) {
        node.bytes = leaf.bytes();
        node.fill = database::fill_of(leaf);
        for (unsigned index = 0; index < leaf.count(); ++index)
            node.keys.emplace_back(leaf.key(index));
    }

    /// Where the key's way leads is asked once at each branch on it, from the root on.
    void describe_branch(const Root& root, unsigned depth, bool is_on_way, TreeNode& node) {
        const BranchView branch = source_.branch(root.ref);
        node.bytes = branch.bytes();
        node.separator = branch.separator();
        const bool has_way = is_on_way && way_;
        if (!has_way && depth + 1 >= levels_) return;
        const Side way = has_way ? way_->side(branch) : Side::left;
        for (const Side side : {Side::left, Side::right})
            node.children.push_back(
                this->node(branch.child_root(side, root), depth + 1, has_way && side == way));
    }

    const tree::Source& source_;
    unsigned levels_;
    std::optional<tree::Descent> way_;
};

}  // namespace

std::optional<TreeNode> look_at_tree(const Snapshot& snapshot, const TreeOptions& options) {
    const transaction::Version& version = transaction::Hold::version_of(snapshot);
    if (version.main.is_empty()) return std::nullopt;
    return Look(*version.source, options).node(version.main, 0, true);
}

}  // namespace dbdb
