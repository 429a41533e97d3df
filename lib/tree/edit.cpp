#include "tree/edit.hpp"

#include "format/key_hash.hpp"
#include "tree/descent.hpp"
#include "tree/join.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::LeafEntry;
using format::LeafView;

namespace {

/// Where a leaf stands in the whole tree. The first and last leaf may be light, so that keys that
/// only ascend or only descend leave full leaves behind.
struct Edges {
    bool is_first = true;
    bool is_last = true;

    void descend(Side side) { (side == Side::left ? is_last : is_first) = false; }
};

/// Cuts off the new entry alone at the tree's edge, else cuts in the middle.
Root make_changed_leaves(Space& space,
                         std::span<const LeafEntry> entries,
                         std::size_t changed,
                         Edges edges) {
    if (format::total_weight(entries) > format::leaf_weight_max && entries.size() > 1) {
        const bool is_appended = edges.is_last && changed + 1 == entries.size();
        const bool is_prepended = edges.is_first && changed == 0;
        if (is_appended || is_prepended) {
            const std::size_t middle = is_appended ? changed : 1;
            const Root left = make_leaves(space, entries.first(middle));
            const Root right = make_leaves(space, entries.subspan(middle));
            const auto separator = shortest_separator(entries[middle - 1].key, entries[middle].key);
            return join(space, left, separator, right);
        }
    }
    return make_leaves(space, entries);
}

/// Puts `entry` in the place of the one at `index`, which has the same key.
Root overwrite_in_leaf(Space& space, const Root& root, unsigned index, const LeafEntry& entry) {
    const LeafView leaf = space.source().leaf(root.ref);
    const EntryView before = leaf.entry(index);
    const bool has_same_form =
        before.payload.size() == entry.payload.size() && !before.is_extended && !entry.is_extended;
    if (has_same_form) return space.with_payload(root, index, entry.payload);
    std::vector<LeafEntry>& entries = space.scratch();
    format::append_entries(entries, leaf);
    entries[index] = entry;
    const Root changed = make_leaves(space, entries);
    space.release(root.ref);
    return changed;
}

Root insert_in_leaf(Space& space, const Root& root, const LeafEntry& entry, Edges edges) {
    const LeafView leaf = space.source().leaf(root.ref);
    const unsigned found = leaf.find(entry.key, entry.hash);
    if (found < leaf.count()) return overwrite_in_leaf(space, root, found, entry);
    const unsigned index = leaf.lower_bound(entry.key);
    const bool has_room = (leaf.count() + 1) * entry.weight() <= format::leaf_weight_max;
    if (has_room && format::is_alike(leaf, entry)) return space.with_inserted(root, index, entry);
    std::vector<LeafEntry>& entries = space.scratch();
    format::append_entries(entries, leaf);
    entries.insert(entries.begin() + index, entry);
    const Root changed = make_changed_leaves(space, entries, index, edges);
    space.release(root.ref);
    return changed;
}

bool is_light(const Space& space, const Root& leaf) {
    // A light leaf's record can be no longer than this; a longer one needs no closer look.
    return space.source().leaf(leaf.ref).bytes() <= format::leaf_bytes_max(format::leaf_weight_min);
}

/// `root`, which `parts` are of, with a changed child on `side`; when that is nothing or a light
/// leaf, it is filled up from its neighbour.
Root put_back(Space& space, const Root& root, const Parts& parts, Side side, const Root& child) {
    if (!child.is_empty() && (child.height() > 0 || !is_light(space, child))) {
        return replace_child(space, root, parts, side, child);
    }
    const Root joined = side == Side::left ? concatenate(space, child, parts.right)
                                           : concatenate(space, parts.left, child);
    space.release(root.ref);
    return joined;
}

/// `root`, which `parts` are of, with what an insertion has made of its child on `side`.
Root put_inserted(Space& space,
                  const Root& root,
                  const Parts& parts,
                  Side side,
                  const Root& changed,
                  Edges edges) {
    const Root& child = side == Side::left ? parts.left : parts.right;
    // Only an entry put in the place of a larger one makes a leaf lighter.
    const bool is_overwritten = changed.count == child.count;
    return is_overwritten && !edges.is_first && !edges.is_last
               ? put_back(space, root, parts, side, changed)
               : replace_child(space, root, parts, side, changed);
}

Root insert_below(
    Space& space, const Root& root, const LeafEntry& entry, Descent& descent, Edges edges) {
    if (root.height() == 0) return insert_in_leaf(space, root, entry, edges);
    const BranchView branch = space.source().branch(root.ref);
    const Side side = descent.side(branch);
    edges.descend(side);
    if (space.owns(root.ref)) {
        const Root child = branch.child_root(side, root);
        const Root changed = insert_below(space, child, entry, descent, edges);
        if (changed.ref == child.ref) return space.with_grown_child(root, side, child, changed);
        return put_inserted(space, root, space.open(root), side, changed, edges);
    }
    const Parts parts = space.open(root);
    const Root& child = side == Side::left ? parts.left : parts.right;
    const Root changed = insert_below(space, child, entry, descent, edges);
    return put_inserted(space, root, parts, side, changed, edges);
}

Root erase_in_leaf(Space& space, const Root& root, LeafView leaf, unsigned index) {
    if (leaf.count() > 1 && format::is_alike(leaf, leaf.entry(index)))
        return space.without_entry(root, index);
    std::vector<LeafEntry>& entries = space.scratch();
    format::append_entries(entries, leaf);
    entries.erase(entries.begin() + index);
    const Root changed = entries.empty() ? Root{} : space.make_leaf(entries);
    space.release(root.ref);
    return changed;
}

std::optional<Root> erase_below(Space& space,
                                const Root& root,
                                std::string_view key,
                                Descent& descent) {
    if (root.height() == 0) {
        const LeafView leaf = space.source().leaf(root.ref);
        const unsigned index = leaf.find(key, format::key_hash(key));
        if (index == leaf.count()) return std::nullopt;
        return erase_in_leaf(space, root, leaf, index);
    }
    const Side side = descent.side(space.source().branch(root.ref));
    const Parts parts = space.open(root);
    const Root& before = side == Side::left ? parts.left : parts.right;
    const auto child = erase_below(space, before, key, descent);
    if (!child) return std::nullopt;
    return put_back(space, root, parts, side, *child);
}

/// The entries [begin, end) of a leaf as a leaf of its own; empty when there are none.
Root part_of_leaf(Space& space, LeafView leaf, unsigned begin, unsigned end) {
    if (begin == end) return {};
    std::vector<LeafEntry>& entries = space.scratch();
    format::append_entries(entries, leaf);
    return space.make_leaf(std::span(entries).subspan(begin, end - begin));
}

Halves split_leaf(Space& space, const Root& root, std::string_view key) {
    const LeafView leaf = space.source().leaf(root.ref);
    const unsigned index = leaf.lower_bound(key);
    if (index == 0) return {{}, root};
    if (index == leaf.count()) return {root, {}};
    const Halves halves{part_of_leaf(space, leaf, 0, index),
                        part_of_leaf(space, leaf, index, leaf.count())};
    space.release(root.ref);
    return halves;
}

Halves split_below(Space& space, const Root& root, std::string_view key, Descent& descent) {
    if (root.height() == 0) return split_leaf(space, root, key);
    const Side side = descent.side(space.source().branch(root.ref));
    const Parts parts = space.open(root);
    Halves halves;
    // Where nothing is cut, everything stays as it is, so that others may still share it.
    if (side == Side::left) {
        halves = split_below(space, parts.left, key, descent);
        if (halves.left.is_empty()) return {{}, root};
        halves.right = halves.right.is_empty()
                           ? parts.right
                           : join(space, halves.right, parts.separator, parts.right);
    } else {
        halves = split_below(space, parts.right, key, descent);
        if (halves.right.is_empty()) return {root, {}};
        halves.left = halves.left.is_empty()
                          ? parts.left
                          : join(space, parts.left, parts.separator, halves.left);
    }
    space.release(root.ref);
    return halves;
}

}  // namespace

Root insert(Space& space, const Root& root, const EntryView& entry) {
    const LeafEntry leaf_entry{entry, format::key_hash(entry.key)};
    if (root.is_empty()) return space.make_leaf({&leaf_entry, 1});
    Descent descent(entry.key);
    return insert_below(space, root, leaf_entry, descent, {});
}

std::optional<Root> erase(Space& space, const Root& root, std::string_view key) {
    if (root.is_empty()) return std::nullopt;
    Descent descent(key);
    return erase_below(space, root, key, descent);
}

Halves split(Space& space, const Root& root, std::string_view key) {
    if (root.is_empty()) return {};
    Descent descent(key);
    return split_below(space, root, key, descent);
}

Root erase_range(Space& space,
                 const Root& root,
                 std::string_view from,
                 std::optional<std::string_view> to) {
    if (to && *to <= from) return root;
    const Halves first = split(space, root, from);
    const Root behind = to ? split(space, first.right, *to).right : Root{};
    return concatenate(space, first.left, behind);
}

}  // namespace dbdb::tree
