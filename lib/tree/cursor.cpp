#include "tree/cursor.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "format/key_hash.hpp"
#include "tree/descent.hpp"
#include "tree/search_tables.hpp"
#include "tree/step.hpp"

namespace dbdb {

namespace detail {

// Only the part of the path that is in use is worth copying.
CursorState::CursorState(const CursorState& other) noexcept { *this = other; }

CursorState& CursorState::operator=(const CursorState& other) noexcept {
    std::memcpy(path.data(), other.path.data(), other.depth * sizeof path[0]);
    went_right = other.went_right;
    depth = other.depth;
    leaf = other.leaf;
    index = other.index;
    count = other.count;
    return *this;
}

}  // namespace detail

namespace tree {

using format::BranchView;
using format::LeafView;
using format::Root;
using format::Side;

namespace {

/// Of a leaf to be read next: its head and first entries, or its last ones.
constexpr std::uint64_t prefetched_bytes = 1024;

constexpr std::ptrdiff_t usual_leaf_bytes = 2048;

void start(const Source& source, const Root& root, Cursor& cursor) {
    cursor.depth = 0;
    cursor.went_right = 0;
    if (root.height() >= detail::tree_height_max) {
        source.throw_corrupt("tree that is too high",
                             root.ref.is_in_memory() ? 0 : root.ref.offset());
    }
}

/// The levels of the path where a walk to `side` may turn to that side.
std::uint64_t turns(Side side, const Cursor& cursor) {
    const std::uint64_t used = (std::uint64_t{1} << cursor.depth) - 1;
    return (side == Side::right ? ~cursor.went_right : cursor.went_right) & used;
}

/// Notes the way taken at a branch, and goes it. Heights fall strictly, so the path has room.
void descend(Step& step, Side side, Cursor& cursor) {
    cursor.path[cursor.depth] = step.branch().data();
    const std::uint64_t bit = std::uint64_t{1} << cursor.depth;
    cursor.went_right = (cursor.went_right & ~bit) | (side == Side::right ? bit : 0);
    ++cursor.depth;
    step.descend(side);
}

/// Asks for the branches that a walk to `side` meets next. Written in post-order they stand behind
/// the lowest one of the path, or before it; each is a line, and of two lines the processor brings
/// both.
void prefetch_branches(Side side, const Cursor& cursor) {
    if (cursor.depth == 0) return;
    const std::byte* const lowest = cursor.path[cursor.depth - 1];
    for (std::ptrdiff_t distance = 128; distance <= 384; distance += 128)
        format::prefetch(side == Side::right ? lowest + distance : lowest - distance);
}

/// A node in the file and the bytes of the tree below it, by what its parent says.
struct Below {
    format::Ref ref;
    std::uint64_t bytes;
};

/// Asks for what a walk to `side` reads first of a leaf.
void prefetch_leaf(const Source& source, Side side, const Below& leaf) {
    std::uint64_t begin = leaf.ref.offset();
    if (side == Side::left) {
        // Of a leaf without blobs these are its own bytes; a wrong guess asks in vain.
        const std::uint64_t bytes = std::min(leaf.bytes, source.limit() - begin);
        begin += bytes - std::min(bytes, prefetched_bytes);
        format::prefetch(source.data() + leaf.ref.offset());
    }
    for (std::uint64_t line = 0; line < prefetched_bytes; line += 64)
        format::prefetch(source.data() + begin + line);
}

/// Asks for a node that a walk to `side` comes to.
void prefetch_node(const Source& source, Side side, const Below& node) {
    if (node.ref.is_in_memory()) return;
    if (node.ref.height() == 0) return prefetch_leaf(source, side, node);
    format::prefetch(source.data() + node.ref.offset());
}

/// The child on `side` of `branch`; `bytes` are those of the tree below, of use on the left only.
Below child_below(BranchView branch, Side side, std::uint64_t bytes) {
    const std::uint64_t left_bytes = branch.left_bytes();
    if (side == Side::left) return {branch.child(side), left_bytes};
    return {branch.child(side), bytes - std::min(bytes, left_bytes + branch.bytes())};
}

/// Asks for the leaf on `side` of this one: for the leaf itself when it has the same parent. Else
/// for the one that is next below the branch where the ways part, which was asked for when the walk
/// came there; or for the next branch on the way to it.
void prefetch_next(const Source& source, Side side, const Cursor& cursor) {
    const std::uint64_t candidates = turns(side, cursor);
    if (candidates == 0) return;
    const unsigned level = static_cast<unsigned>(std::bit_width(candidates)) - 1;
    const BranchView parting(cursor.path[level]);
    const Below next = child_below(parting, side, 0);
    if (level + 1 == cursor.depth || next.ref.height() == 0)
        return prefetch_node(source, side, next);
    if (next.ref.is_in_memory() || !source.holds(parting.data())) return;
    const auto offset = static_cast<std::uint64_t>(parting.data() - source.data());
    if (!source.knows_child(offset, side)) return;
    const BranchView branch(source.data() + next.ref.offset());
    prefetch_node(source, side, child_below(branch, opposite(side), next.bytes));
}

/// One branch down, on the way of `descent`.
void descend(Step& step, Descent& descent, Cursor& cursor, std::uint64_t& smaller) {
    const BranchView branch = step.branch();
    const Side side = descent.side(branch);
    smaller += side == Side::right ? branch.left_count() : 0;
    descend(step, side, cursor);
}

/// Down to the next height where wide branches begin, by one of them or by the branches that it is
/// to stand for.
void descend_wide(const Source& source,
                  const WideBranches& wide_branches,
                  Step& step,
                  Descent& descent,
                  Cursor& cursor,
                  std::uint64_t& smaller) {
    if (WideBranches::may_have(step)) {
        if (wide_branches.descend(step, descent, cursor, smaller)) [[likely]]
            return;
        wide_branches.make(source, step, format::key_hash(descent.key()));
    }
    const unsigned height_below = WideBranches::height_below(step.height());
    while (step.height() > height_below)
        descend(step, descent, cursor, smaller);
}

/// Asks for all of a leaf that a walk will begin in, so that the search in it waits once.
void prefetch_whole(LeafView leaf) {
    constexpr std::ptrdiff_t two_lines = 128;  // The processor brings both.
    for (std::ptrdiff_t begin = 0; begin < usual_leaf_bytes; begin += two_lines)
        format::prefetch(leaf.data() + begin);
}

void enter_leaf(const Step& step, Cursor& cursor) {
    cursor.leaf = step.leaf().data();
    cursor.count = step.leaf().count();
}

/// Whether all keys of `next`, which lies to the `side` of `leaf`, do so by their order.
bool are_in_order(LeafView leaf, LeafView next, Side side) {
    if (side == Side::left) std::swap(leaf, next);
    return leaf.key(leaf.count() - 1) < next.key(0);
}

}  // namespace

/// Up to the lowest branch that was left to the opposite side, over to `side` there, and down.
void cross(const Source& source, Side side, Cursor& cursor) {
    const std::uint64_t candidates = turns(side, cursor);
    if (candidates == 0) source.throw_corrupt("tree with a wrong count", 0);
    cursor.depth = static_cast<unsigned>(std::bit_width(candidates)) - 1;
    Step step(source, format::BranchView(cursor.path[cursor.depth]));
    descend(step, side, cursor);
    while (step.is_at_branch()) {
        // The walk comes back to it.
        if (step.height() > 1) prefetch_node(source, side, {step.branch().child(side), 0});
        descend(step, opposite(side), cursor);
    }
    // A hostile file may name one leaf from everywhere: as keys ascend, a walk comes to its end.
    if (!are_in_order(LeafView(cursor.leaf), step.leaf(), side))
        source.throw_corrupt("leaf with keys out of order", step.offset());
    enter_leaf(step, cursor);
    cursor.index = side == Side::right ? 0 : cursor.count - 1;
    prefetch_branches(side, cursor);
    prefetch_next(source, side, cursor);
}

std::uint64_t seek(const Source& source, const Root& root, std::string_view key, Cursor& cursor) {
    start(source, root, cursor);
    Descent descent(key);
    std::uint64_t smaller = 0;
    Step step(source, root);
    if (const SearchTables* const tables = source.search_tables()) [[likely]] {
        while (step.height() > WideBranches::levels)
            descend_wide(source, tables->wide_branches, step, descent, cursor, smaller);
    }
    while (step.is_at_branch()) {
        step.prefetch_lowest();
        descend(step, descent, cursor, smaller);
    }
    prefetch_whole(step.leaf());
    enter_leaf(step, cursor);
    cursor.index = step.leaf().lower_bound(key);
    smaller += cursor.index;
    prefetch_next(source, Side::right, cursor);
    if (cursor.index == cursor.count && smaller < root.count) cross(source, Side::right, cursor);
    return smaller;
}

void seek_rank(const Source& source, const Root& root, std::uint64_t rank, Cursor& cursor) {
    start(source, root, cursor);
    Step step(source, root);
    while (step.is_at_branch()) {
        const std::uint64_t left_count = step.branch().left_count();
        const Side side = static_cast<Side>(rank >= left_count);
        rank -= side == Side::right ? left_count : 0;
        descend(step, side, cursor);
    }
    enter_leaf(step, cursor);
    if (rank >= cursor.count) source.throw_corrupt("leaf with a wrong count", step.offset());
    cursor.index = static_cast<unsigned>(rank);
}

}  // namespace tree

}  // namespace dbdb
