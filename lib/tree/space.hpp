/// Where a transaction makes and changes nodes.
///
/// New nodes live in an arena and are changed in place while only this transaction knows them, that
/// is while they are of the present epoch; all others are copied first. A new epoch begins whenever
/// somebody else may come to know the nodes made so far: at a savepoint, or when a frozen snapshot
/// is taken.
///
/// An operation that throws half-way (memory or disk failed) leaves trees that it was changing
/// unusable; the transaction above gives up as a whole then.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "format/branch.hpp"
#include "format/leaf.hpp"
#include "format/ref.hpp"
#include "tree/arena.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

using format::Ref;
using format::Root;
using format::Side;

/// A tree taken apart at its root. `separator` points into the old root, which is still there.
struct Parts {
    Root left;
    std::string_view separator;
    Root right;
};

class Space {
public:
    Space(const Source* source, std::shared_ptr<Arena> arena)
        : source_(source), arena_(std::move(arena)) {}

    const Source& source() const { return *source_; }

    /// Reads on from another window of the same file.
    void set_source(const Source* source) { source_ = source; }

    const std::shared_ptr<Arena>& arena() const { return arena_; }

    /// Goes on in a fresh arena; the old one lives as long as somebody else holds it.
    void set_arena(std::shared_ptr<Arena> arena);

    /// From now on the nodes made so far are copied before they are changed.
    void begin_epoch() { ++epoch_; }

    /// Whether `ref` names a node that may be changed in place.
    bool owns(Ref ref) const { return ref.is_in_memory() && ref.checksum == epoch_; }

    /// Gives a node up that this transaction owns and no tree names any more. Not its children.
    void release(Ref ref);

    /// The tree below `root` in two halves. `root` has a height of at least 1.
    Parts open(const Root& root) const;

    /// A new branch. The heights differ by at most 1. Reads both children's roots to find the
    /// prefix that all their keys share with `separator`.
    Root make_branch(const Root& left, std::string_view separator, const Root& right);

    /// The same, when it is known that all keys share their first `skip` bytes.
    Root make_branch(const Root& left,
                     std::string_view separator,
                     const Root& right,
                     std::size_t skip);

    /// The branch at the root of `root` with another child on `side`, of a height that keeps it
    /// balanced. Changes an owned branch in place, so `root` must not be used after.
    Root with_child(const Root& root, Side side, const Root& child);

    /// The owned branch at the root of `root` when its child on `side` was changed in place, from
    /// `before` to `after`: its separators are the same.
    Root with_grown_child(const Root& root, Side side, const Root& before, const Root& after);

    /// A leaf of sorted `entries`.
    Root make_leaf(std::span<const format::LeafEntry> entries);

    /// The leaf `root` with `payload` at `index`, in the place of one of the same length; neither
    /// is extended. Changes an owned leaf in place, so `root` must not be used after.
    Root with_payload(const Root& root, unsigned index, std::string_view payload);

    /// The leaf `root` with `entry` before the one at `index`, or without the one at `index`, where
    /// `format::is_alike` and another is left. An owned leaf is given up.
    Root with_inserted(const Root& root, unsigned index, const format::LeafEntry& entry);
    Root without_entry(const Root& root, unsigned index);

    /// A buffer for the entries of the leaf being changed; empty, with its memory kept.
    std::vector<format::LeafEntry>& scratch();

private:
    std::byte* own_node(Ref ref, const std::byte* node, std::uint64_t bytes);
    std::size_t shared_with(const Root& child, std::string_view separator) const;

    const Source* source_;
    std::shared_ptr<Arena> arena_;
    std::uint64_t epoch_ = 1;
    std::vector<format::LeafEntry> scratch_;
};

}  // namespace dbdb::tree
