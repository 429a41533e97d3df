/// Building a tree from sorted entries: full leaves, and a perfectly balanced tree over them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "format/key_hash.hpp"
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

    /// Copies the entry.
    void add(const format::EntryView& entry) { add_hashed({entry, format::key_hash(entry.key)}); }

    /// The same when the hash of its key is known.
    void add_hashed(const format::LeafEntry& entry);

    /// A tree and its outer keys; at first that of a single leaf.
    struct Piece {
        Root root;
        std::string first_key;
        std::string last_key;
    };

    /// Takes the first `leaf_count` leaves out, of which there are as many, as a tree of their own,
    /// so that their outer keys need not be kept. O(leaves).
    Piece take(Space& space, std::size_t leaf_count);

    /// The tree of `pieces`, which follow each other. Reads none of them. They are of one height,
    /// but for the last one, which may be higher by one: then halves differ by one at most, too.
    static Root tree_of(Space& space, std::span<const Piece> pieces);

    /// Writes what was added so far, even if it fills no leaf.
    void close_leaf() {
        if (!pending_.empty()) write_pending();
    }

    /// Whether entries wait for the rest of their leaf; and the key of the last of them.
    bool has_pending() const { return !pending_.empty(); }

    std::string_view last_pending_key() const {
        const std::size_t last_bytes = pending_.back().key.size();
        return std::string_view(pending_keys_).substr(pending_keys_.size() - last_bytes);
    }

    /// Leaves written since the last `finish`.
    std::size_t leaf_count() const { return leaves_.size(); }

    /// The tree of all entries since the last `finish`, with its branches in `space`. O(leaves).
    Root finish(Space& space);

private:
    void write_pending();

    WriteLeaf write_leaf_;
    /// Entries of the leaf to come, whose keys and payloads stand one behind the other.
    std::vector<format::LeafEntry> pending_;
    std::string pending_keys_;
    std::string pending_payloads_;
    std::size_t pending_weight_ = 0;
    std::vector<Piece> leaves_;
};

}  // namespace dbdb::tree
