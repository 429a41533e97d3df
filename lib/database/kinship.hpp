/// Which of the trees seen so far a tree shares most with: a clone that went its own way is told by
/// the subtrees that it still has in common with the other.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "format/ref.hpp"
#include "tree/source.hpp"

namespace dbdb::database {

/// Looks at the upper levels of trees only, so it costs at most 127 nodes for each, and no more
/// than some 16 MiB of memory in all; what it overlooks is copied once more than needed.
class Kinship {
public:
    void add(const tree::Source& source, const format::Root& root);

    /// The tree that shares most subtrees with `root`, when more than half of its entries are in
    /// subtrees of known trees; else the empty one. A subtree that several trees have counts for
    /// the first, whose relatives they are. Throws Error{Errc::corrupt} when a node on the way is
    /// damaged.
    format::Root relative_of(const tree::Source& source, const format::Root& root) const;

private:
    std::vector<format::Root> trees_;
    std::unordered_map<std::uint64_t, std::size_t> tree_of_;  ///< By the word of a subtree's ref.
};

}  // namespace dbdb::database
