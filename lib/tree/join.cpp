#include "tree/join.hpp"

#include <algorithm>

namespace dbdb::tree {

using format::LeafEntry;
using format::LeafView;

namespace {

bool are_balanced(const Root& left, const Root& right) {
    return left.height() <= right.height() + 1 && right.height() <= left.height() + 1;
}

/// `right` is higher than `left` by 2: rotates once, or twice when its inner side is the higher.
Root rotate_left(Space& space, const Root& left, std::string_view separator, const Root& right) {
    const Parts outer = space.open(right);
    if (outer.right.height() >= outer.left.height()) {
        const Root inner = space.make_branch(left, separator, outer.left);
        return space.make_branch(inner, outer.separator, outer.right);
    }
    const Parts middle = space.open(outer.left);
    const Root near = space.make_branch(left, separator, middle.left);
    const Root far = space.make_branch(middle.right, outer.separator, outer.right);
    const Root root = space.make_branch(near, middle.separator, far);
    space.release(outer.left.ref);
    return root;
}

/// The mirror image of `rotate_left`.
Root rotate_right(Space& space, const Root& left, std::string_view separator, const Root& right) {
    const Parts outer = space.open(left);
    if (outer.left.height() >= outer.right.height()) {
        const Root inner = space.make_branch(outer.right, separator, right);
        return space.make_branch(outer.left, outer.separator, inner);
    }
    const Parts middle = space.open(outer.right);
    const Root near = space.make_branch(middle.right, separator, right);
    const Root far = space.make_branch(outer.left, outer.separator, middle.left);
    const Root root = space.make_branch(far, middle.separator, near);
    space.release(outer.right.ref);
    return root;
}

/// A branch over trees whose heights differ by at most 2.
Root balance(Space& space, const Root& left, std::string_view separator, const Root& right) {
    if (are_balanced(left, right)) return space.make_branch(left, separator, right);
    const bool is_right_higher = right.height() > left.height();
    const Root root = is_right_higher ? rotate_left(space, left, separator, right)
                                      : rotate_right(space, left, separator, right);
    space.release(is_right_higher ? right.ref : left.ref);
    return root;
}

}  // namespace

Root join(Space& space, const Root& left, std::string_view separator, const Root& right) {
    if (are_balanced(left, right)) return space.make_branch(left, separator, right);
    const bool is_left_higher = left.height() > right.height();
    const Root& higher = is_left_higher ? left : right;
    const Parts parts = space.open(higher);
    Root root;
    if (is_left_higher) {
        const Root seam = join(space, parts.right, separator, right);
        root = balance(space, parts.left, parts.separator, seam);
    } else {
        const Root seam = join(space, left, separator, parts.left);
        root = balance(space, seam, parts.separator, parts.right);
    }
    space.release(higher.ref);
    return root;
}

Root replace_child(
    Space& space, const Root& root, const Parts& parts, Side side, const Root& child) {
    const Root& sibling = side == Side::left ? parts.right : parts.left;
    if (are_balanced(child, sibling)) return space.with_child(root, side, child);
    const Root joined = side == Side::left ? join(space, child, parts.separator, sibling)
                                           : join(space, sibling, parts.separator, child);
    space.release(root.ref);
    return joined;
}

std::string_view shortest_separator(std::string_view left, std::string_view right) {
    return right.substr(0, format::shared_prefix(left, right) + 1);
}

namespace {

/// Where to cut `entries` in two so that the halves weigh most nearly the same.
std::size_t middle_of(std::span<const LeafEntry> entries, std::size_t weight) {
    std::size_t before = entries.front().weight();
    std::size_t middle = 1;
    while (middle + 1 < entries.size()) {
        const std::size_t next = before + entries[middle].weight();
        if (next * 2 > weight && next * 2 - weight > weight - std::min(weight, before * 2)) break;
        before = next;
        ++middle;
    }
    return middle;
}

}  // namespace

Root make_leaves(Space& space, std::span<const LeafEntry> entries) {
    const std::size_t weight = format::total_weight(entries);
    if (weight <= format::leaf_weight_max || entries.size() == 1) return space.make_leaf(entries);
    const std::size_t middle = middle_of(entries, weight);
    const Root left = make_leaves(space, entries.first(middle));
    const Root right = make_leaves(space, entries.subspan(middle));
    const std::string_view separator =
        shortest_separator(entries[middle - 1].key, entries[middle].key);
    return join(space, left, separator, right);
}

namespace {

Root edge_leaf(const Space& space, Root root, Side side) {
    while (root.height() > 0)
        root = space.source().branch(root.ref).child_root(side, root);
    return root;
}

/// `root` without its leaf on `side`, whose node is not given up.
Root without_edge_leaf(Space& space, const Root& root, Side side) {
    if (root.height() == 0) return {};
    const Parts parts = space.open(root);
    const Root& edge = side == Side::left ? parts.left : parts.right;
    const Root& sibling = side == Side::left ? parts.right : parts.left;
    if (edge.height() > 0) {
        return replace_child(space, root, parts, side, without_edge_leaf(space, edge, side));
    }
    const Root rest = sibling;
    space.release(root.ref);
    return rest;
}

bool is_light(std::span<const LeafEntry> entries) {
    return format::total_weight(entries) < format::leaf_weight_min;
}

/// Whether `entries`, of which the first `count` fill one leaf and the others the next, should be
/// dealt out anew: one leaf is too light, and it helps. It does not where large entries leave no
/// better way to cut them.
bool should_refill(std::span<const LeafEntry> entries, std::size_t count) {
    if (!is_light(entries.first(count)) && !is_light(entries.subspan(count))) return false;
    const std::size_t weight = format::total_weight(entries);
    if (weight <= format::leaf_weight_max) return true;
    const std::size_t middle = middle_of(entries, weight);
    return !is_light(entries.first(middle)) && !is_light(entries.subspan(middle));
}

}  // namespace

Root concatenate(Space& space, const Root& left, const Root& right) {
    if (left.is_empty()) return right;
    if (right.is_empty()) return left;
    const Root last = edge_leaf(space, left, Side::right);
    const Root first = edge_leaf(space, right, Side::left);
    const LeafView last_leaf = space.source().leaf(last.ref);
    const LeafView first_leaf = space.source().leaf(first.ref);
    std::vector<LeafEntry> entries;
    format::append_entries(entries, last_leaf);
    format::append_entries(entries, first_leaf);
    if (!should_refill(entries, last_leaf.count())) {
        const auto separator =
            shortest_separator(last_leaf.key(last_leaf.count() - 1), first_leaf.key(0));
        return join(space, left, separator, right);
    }
    const Root refilled = make_leaves(space, entries);
    const Root before = without_edge_leaf(space, left, Side::right);
    const Root behind = without_edge_leaf(space, right, Side::left);
    space.release(last.ref);
    space.release(first.ref);
    return concatenate(space, concatenate(space, before, refilled), behind);
}

}  // namespace dbdb::tree
