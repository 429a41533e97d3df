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

/// Of a slotted leaf to be read next: its head and first entries, or its last ones.
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

void prefetch_lines(const std::byte* begin, std::uint64_t bytes) {
    for (std::uint64_t line = 0; line < bytes + 63; line += 64)
        format::prefetch(begin + line);
}

/// Asks, of the leaf at `place`, for what a walk to `side` reads whatever is wanted of the entries,
/// as far as it is like `leaf`: for head and keys. In a slotted leaf they stand among the values.
void prefetch_leaf(const std::byte* place, LeafView leaf, Side side) {
    if (leaf.is_uniform()) {
        const std::byte* const keys_end = leaf.payloads().begin;
        return prefetch_lines(place, static_cast<std::uint64_t>(keys_end - leaf.data()));
    }
    const std::uint64_t bytes = std::min(leaf.bytes(), prefetched_bytes);
    format::prefetch(place);
    prefetch_lines(side == Side::left ? place + leaf.bytes() - bytes : place, bytes);
}

/// Asks for a node that a walk to `side` comes to behind `leaf`.
void prefetch_node(const Source& source, format::Ref ref, LeafView leaf, Side side) {
    if (ref.is_in_memory()) return;
    const std::byte* const node = source.data() + ref.offset();
    if (ref.height() == 0) return prefetch_leaf(node, leaf, side);
    format::prefetch(node);
}

/// Asks for the leaf on `side` of this one: for the leaf itself when it has the same parent. Else
/// for the one that is next below the branch where the ways part, which was asked for when the walk
/// came there; or for the next branch on the way to it.
void prefetch_next(const Source& source, Side side, const Cursor& cursor) {
    const std::uint64_t candidates = turns(side, cursor);
    if (candidates == 0) return;
    const LeafView leaf(cursor.leaf);
    const unsigned level = static_cast<unsigned>(std::bit_width(candidates)) - 1;
    const BranchView parting(cursor.path[level]);
    const format::Ref next = parting.child(side);
    if (level + 1 == cursor.depth || next.height() == 0)
        return prefetch_node(source, next, leaf, side);
    if (next.is_in_memory() || !source.holds(parting.data())) return;
    const auto offset = static_cast<std::uint64_t>(parting.data() - source.data());
    if (!source.knows_child(offset, side)) return;
    const BranchView branch(source.data() + next.offset());
    prefetch_node(source, branch.child(opposite(side)), leaf, side);
}

/// Asks for the leaf behind the next one, where `before` and the one that the walk has come to lie
/// side by side, as they do after a bulk load or a compaction.
void prefetch_row(const std::byte* before, const Cursor& cursor, Side side) {
    const auto distance =
        reinterpret_cast<std::intptr_t>(cursor.leaf) - reinterpret_cast<std::intptr_t>(before);
    if (distance < -2 * usual_leaf_bytes || distance > 2 * usual_leaf_bytes) return;
    prefetch_leaf(cursor.leaf + 2 * distance, LeafView(cursor.leaf), side);
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
        if (step.height() > 1)
            prefetch_node(source, step.branch().child(side), LeafView(cursor.leaf), side);
        descend(step, opposite(side), cursor);
    }
    // A hostile file may name one leaf from everywhere: as keys ascend, a walk comes to its end.
    if (!are_in_order(LeafView(cursor.leaf), step.leaf(), side))
        source.throw_corrupt("leaf with keys out of order", step.offset());
    const std::byte* const before = cursor.leaf;
    enter_leaf(step, cursor);
    cursor.index = side == Side::right ? 0 : cursor.count - 1;
    prefetch_row(before, cursor, side);
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
