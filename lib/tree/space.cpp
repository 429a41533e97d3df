#include "tree/space.hpp"

#include <algorithm>
#include <cstring>

#include "dbdb/range.hpp"

namespace dbdb::tree {

using format::BranchEditor;
using format::BranchView;
using format::LeafEntry;
using format::LeafView;

namespace {

unsigned height_above(unsigned left, unsigned right) { return 1 + std::max(left, right); }

/// For messages.
std::uint64_t place_of(Ref ref) { return ref.is_in_memory() ? 0 : ref.offset(); }

}  // namespace

void Space::set_arena(std::shared_ptr<Arena> arena) {
    arena_ = std::move(arena);
    begin_epoch();
}

void Space::release(Ref ref) {
    if (!owns(ref)) return;
    std::byte* node = ref.memory();
    const std::uint64_t bytes =
        ref.height() == 0 ? LeafView(node).bytes() : BranchView(node).bytes();
    arena_->release(node, bytes);
}

Parts Space::open(const Root& root) const {
    const BranchView branch = source_->branch(root.ref);
    const Parts parts{branch.child_root(Side::left, root),
                      branch.separator(),
                      branch.child_root(Side::right, root)};
    // The counts and the height are the parent's word for it: another parent, whose word was
    // checked when the branch was admitted, may have named it too.
    if (parts.left.count == 0 || parts.left.count >= root.count ||
        parts.left.bytes + branch.bytes() >= root.bytes) [[unlikely]] {
        source_->throw_corrupt("branch with a wrong count", place_of(root.ref));
    }
    if (root.height() != height_above(parts.left.height(), parts.right.height()) ||
        root.height() >= detail::tree_height_max) [[unlikely]] {
        source_->throw_corrupt("branch of another height", place_of(root.ref));
    }
    return parts;
}

std::size_t Space::shared_with(const Root& child, std::string_view separator) const {
    if (child.height() > 0) {
        const BranchView branch = source_->branch(child.ref);
        return std::min(branch.skip(), format::shared_prefix(branch.separator(), separator));
    }
    const LeafView leaf = source_->leaf(child.ref);
    return std::min(format::shared_prefix(leaf.key(0), separator),
                    format::shared_prefix(leaf.key(leaf.count() - 1), separator));
}

Root Space::make_branch(const Root& left, std::string_view separator, const Root& right) {
    return make_branch(left,
                       separator,
                       right,
                       std::min(shared_with(left, separator), shared_with(right, separator)));
}

Root Space::make_branch(const Root& left,
                        std::string_view separator,
                        const Root& right,
                        std::size_t skip) {
    format::Branch branch;
    branch.left = left.ref;
    branch.right = right.ref;
    branch.left_count = left.count;
    branch.left_bytes = left.bytes / format::record_alignment;
    branch.skip = static_cast<std::uint16_t>(skip);
    branch.separator_bytes = static_cast<std::uint16_t>(separator.size());
    branch.word = format::search_word(separator, skip);

    const std::uint64_t bytes = format::branch_bytes(separator.size());
    std::byte* node = arena_->allocate(bytes);
    BranchEditor(node).write(branch, separator);
    const unsigned height = height_above(left.height(), right.height());
    return {Ref::in_memory(node, height, epoch_),
            left.count + right.count,
            left.bytes + right.bytes + bytes};
}

/// The node of `ref` to be changed in place; a copy of it where it is not this transaction's own.
std::byte* Space::own_node(Ref ref, const std::byte* node, std::uint64_t bytes) {
    if (owns(ref)) return ref.memory();
    std::byte* copy = arena_->allocate(bytes);
    std::memcpy(copy, node, bytes);
    return copy;
}

Root Space::with_payload(const Root& root, unsigned index, std::string_view payload) {
    const LeafView before = source_->leaf(root.ref);
    const auto place = format::as_bytes(before.entry(index).payload) - before.data();
    std::byte* node = own_node(root.ref, before.data(), before.bytes());
    // It may be the one that stands there already.
    if (!payload.empty()) std::memmove(node + place, payload.data(), payload.size());
    return {Ref::in_memory(node, 0, epoch_), root.count, root.bytes};
}

Root Space::with_inserted(const Root& root, unsigned index, const LeafEntry& entry) {
    const LeafView before = source_->leaf(root.ref);
    const unsigned count = before.count() + 1;
    const std::uint64_t bytes = format::alike_leaf_bytes(before, count);
    std::byte* node = arena_->allocate(bytes);
    format::write_with_entry(node, before, index, entry);
    release(root.ref);
    return {Ref::in_memory(node, 0, epoch_), count, bytes};
}

Root Space::without_entry(const Root& root, unsigned index) {
    const LeafView before = source_->leaf(root.ref);
    const unsigned count = before.count() - 1;
    const std::uint64_t bytes = format::alike_leaf_bytes(before, count);
    std::byte* node = arena_->allocate(bytes);
    format::write_without_entry(node, before, index);
    release(root.ref);
    return {Ref::in_memory(node, 0, epoch_), count, bytes};
}

Root Space::with_child(const Root& root, Side side, const Root& child) {
    const BranchView before = source_->branch(root.ref);
    const Root sibling = before.child_root(format::opposite(side), root);
    const std::size_t skip = std::min(before.skip(), shared_with(child, before.separator()));
    const std::uint64_t bytes = before.bytes();
    std::byte* node = own_node(root.ref, before.data(), bytes);
    BranchEditor editor(node);
    editor.set_child(side, child.ref);
    if (side == Side::left) editor.set_left(child.count, child.bytes);
    if (skip < BranchView(node).skip()) editor.set_skip(skip);
    const unsigned height = height_above(sibling.height(), child.height());
    return {Ref::in_memory(node, height, epoch_),
            sibling.count + child.count,
            sibling.bytes + child.bytes + bytes};
}

Root Space::with_grown_child(const Root& root, Side side, const Root& before, const Root& after) {
    const BranchView branch(root.ref.memory());
    BranchEditor editor(root.ref.memory());
    if (side == Side::left) editor.set_left(after.count, after.bytes);
    // A leaf that was changed in place has the keys that it had.
    if (after.height() > 0 && BranchView(after.ref.memory()).skip() < branch.skip())
        editor.set_skip(BranchView(after.ref.memory()).skip());
    return {
        root.ref, root.count + after.count - before.count, root.bytes + after.bytes - before.bytes};
}

Root Space::make_leaf(std::span<const LeafEntry> entries) {
    const std::uint64_t bytes = format::leaf_bytes(entries);
    std::byte* node = arena_->allocate(bytes);
    format::write_leaf(node, entries);
    std::uint64_t external = 0;
    for (const LeafEntry& entry : entries) {
        if (entry.is_extended) external += format::external_bytes(entry);
    }
    return {Ref::in_memory(node, 0, epoch_), entries.size(), bytes + external};
}

std::vector<LeafEntry>& Space::scratch() {
    scratch_.clear();
    return scratch_;
}

}  // namespace dbdb::tree
