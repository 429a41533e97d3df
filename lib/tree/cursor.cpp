#include "tree/cursor.hpp"

#include <bit>
#include <cstring>

#include "tree/descent.hpp"

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
using format::Ref;
using format::Root;
using format::Side;

namespace {

void start(const Source& source, const Root& root, Cursor& cursor) {
    cursor.depth = 0;
    cursor.went_right = 0;
    if (root.height() >= detail::tree_height_max) {
        source.throw_corrupt("tree that is too high",
                             root.ref.is_in_memory() ? 0 : root.ref.offset());
    }
}

/// Notes the way taken at `branch` and gives the child there. Heights fall strictly, so the path
/// has room.
Ref descend(const Source& source, Ref ref, BranchView branch, Side side, Cursor& cursor) {
    const Ref child = branch.child(side);
    if (child.height() >= ref.height()) [[unlikely]] {
        source.throw_corrupt("branch of another height", ref.is_in_memory() ? 0 : ref.offset());
    }
    cursor.path[cursor.depth] = branch.data();
    const std::uint64_t bit = std::uint64_t{1} << cursor.depth;
    cursor.went_right = (cursor.went_right & ~bit) | (side == Side::right ? bit : 0);
    ++cursor.depth;
    return child;
}

void enter_leaf(const Source& source, Ref ref, Cursor& cursor) {
    const LeafView leaf = source.leaf(ref);
    cursor.leaf = leaf.data();
    cursor.count = leaf.count();
}

/// Goes down from `ref` along its `side` to the leaf there.
void enter_edge(const Source& source, Ref ref, Side side, Cursor& cursor) {
    while (ref.height() > 0) {
        ref = descend(source, ref, source.branch(ref), side, cursor);
    }
    enter_leaf(source, ref, cursor);
}

/// Goes up to the lowest branch that was left to the side opposite of `side`, takes `side` there
/// and goes down to the nearest leaf.
void cross(const Source& source, Side side, Cursor& cursor) {
    const std::uint64_t used = (std::uint64_t{1} << cursor.depth) - 1;
    const std::uint64_t candidates =
        (side == Side::right ? ~cursor.went_right : cursor.went_right) & used;
    if (candidates == 0) source.throw_corrupt("tree with a wrong count", 0);
    cursor.depth = static_cast<unsigned>(std::bit_width(candidates)) - 1;
    const BranchView branch(cursor.path[cursor.depth]);
    const unsigned height =
        1 + std::max(branch.child(Side::left).height(), branch.child(Side::right).height());
    const Ref parent{std::uint64_t{height} << Ref::height_shift, 0};
    enter_edge(source, descend(source, parent, branch, side, cursor), opposite(side), cursor);
}

}  // namespace

std::uint64_t seek(const Source& source, const Root& root, std::string_view key, Cursor& cursor) {
    start(source, root, cursor);
    Descent descent(key);
    std::uint64_t smaller = 0;
    Ref ref = root.ref;
    while (ref.height() > 0) {
        const BranchView branch = source.branch(ref);
        const Side side = descent.side(branch);
        smaller += side == Side::right ? branch.left_count() : 0;
        ref = descend(source, ref, branch, side, cursor);
    }
    enter_leaf(source, ref, cursor);
    cursor.index = LeafView(cursor.leaf).lower_bound(key);
    smaller += cursor.index;
    if (cursor.index == cursor.count && smaller < root.count) {
        cross(source, Side::right, cursor);
        cursor.index = 0;
    }
    return smaller;
}

void seek_rank(const Source& source, const Root& root, std::uint64_t rank, Cursor& cursor) {
    start(source, root, cursor);
    Ref ref = root.ref;
    while (ref.height() > 0) {
        const BranchView branch = source.branch(ref);
        const std::uint64_t left_count = branch.left_count();
        const Side side = static_cast<Side>(rank >= left_count);
        rank -= side == Side::right ? left_count : 0;
        ref = descend(source, ref, branch, side, cursor);
    }
    enter_leaf(source, ref, cursor);
    if (rank >= cursor.count) source.throw_corrupt("leaf with a wrong count", 0);
    cursor.index = static_cast<unsigned>(rank);
}

void step_forward(const Source& source, Cursor& cursor) {
    if (++cursor.index < cursor.count) [[likely]]
        return;
    cross(source, Side::right, cursor);
    cursor.index = 0;
}

void step_backward(const Source& source, Cursor& cursor) {
    if (cursor.index == 0) [[unlikely]] {
        cross(source, Side::left, cursor);
        cursor.index = cursor.count;
    }
    --cursor.index;
}

}  // namespace tree

}  // namespace dbdb
