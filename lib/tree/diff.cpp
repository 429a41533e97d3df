#include "tree/diff.hpp"

#include <utility>

namespace dbdb::tree {

using format::BranchView;
using format::EntryView;
using format::LeafView;
using format::Ref;
using format::Root;
using format::Side;

namespace {

/// A blob's checksum knows its file and place, so equal ones are one and the same record.
bool are_same(const EntryView& left, const EntryView& right) {
    return left.is_extended == right.is_extended && left.payload == right.payload;
}

/// Whether `key` comes before all keys behind `edge`.
bool is_before(std::string_view key, const KeyEdge& edge, Order order) {
    return order == Order::ascending ? key < *edge : edge && key >= *edge;
}

/// Negative when `left` comes first. Nothing comes before an edge without a value.
int compare(const KeyEdge& left, const KeyEdge& right, Order order) {
    if (!left || !right) return (left ? 1 : 0) - (right ? 1 : 0);
    return order == Order::ascending ? left->compare(*right) : right->compare(*left);
}

}  // namespace

DiffSide::DiffSide(const Source& source, const Root& root, const KeyBounds& bounds, Order order)
    : source_(&source), order_(order) {
    const KeyEdge edge = order == Order::ascending ? KeyEdge(bounds.from) : KeyEdge(bounds.to);
    if (!root.is_empty()) pending_.push_back({root.ref, edge});
}

void DiffSide::step() {
    if (--remaining_ == 0) {
        leaf_.reset();
    } else {
        index_ = order_ == Order::ascending ? index_ + 1 : index_ - 1;
    }
}

void DiffSide::open_subtree(const KeyBounds& bounds) {
    const Pending subtree = pending_.back();
    pending_.pop_back();
    ++opened_node_count_;
    if (subtree.ref.height() == 0) {
        open_leaf(subtree, bounds);
    } else {
        open_branch(subtree, bounds);
    }
}

void DiffSide::open_branch(const Pending& subtree, const KeyBounds& bounds) {
    const BranchView branch = source_->branch(subtree.ref);
    const std::string_view separator = branch.separator();
    const Ref left = branch.child(Side::left);
    const Ref right = branch.child(Side::right);
    // Heights fall on the way down, so no chain of refs in a damaged file is followed for long.
    if (left.height() >= subtree.ref.height() || right.height() >= subtree.ref.height()) {
        source_->throw_corrupt("branch of another height",
                               subtree.ref.is_in_memory() ? 0 : subtree.ref.offset());
    }
    const bool is_right_wanted = !bounds.to || separator < *bounds.to;
    const bool is_left_wanted = bounds.from < separator;
    const bool are_both_wanted = is_left_wanted && is_right_wanted;
    const KeyEdge inner_edge = are_both_wanted ? KeyEdge(separator) : subtree.edge;
    if (order_ == Order::ascending) {
        if (is_right_wanted) pending_.push_back({right, inner_edge});
        if (is_left_wanted) pending_.push_back({left, subtree.edge});
    } else {
        if (is_left_wanted) pending_.push_back({left, inner_edge});
        if (is_right_wanted) pending_.push_back({right, subtree.edge});
    }
}

void DiffSide::open_leaf(const Pending& subtree, const KeyBounds& bounds) {
    const LeafView leaf = source_->leaf(subtree.ref);
    const unsigned begin = bounds.from.empty() ? 0 : leaf.lower_bound(bounds.from);
    const unsigned end = bounds.to ? leaf.lower_bound(*bounds.to) : leaf.count();
    if (begin >= end) return;
    leaf_ = leaf;
    remaining_ = end - begin;
    index_ = order_ == Order::ascending ? begin : end - 1;
}

Diff::Diff(const Source& source_before,
           const Root& before,
           const Source& source_after,
           const Root& after,
           KeyBounds bounds,
           Order order)
    : bounds_(std::make_unique<const KeyBounds>(std::move(bounds))),
      order_(order),
      before_(source_before, before, *bounds_, order),
      after_(source_after, after, *bounds_, order) {}

std::optional<EntryChange> Diff::next() {
    while (!before_.is_at_end() || !after_.is_at_end()) {
        if (open_more()) continue;
        if (const auto change = take_change()) return change;
    }
    return std::nullopt;
}

/// Opens or skips what stands in the way of telling the next change; false when nothing does.
bool Diff::open_more() {
    const bool is_before_known = before_.is_at_entry() || before_.is_at_end();
    const bool is_after_known = after_.is_at_entry() || after_.is_at_end();
    if (is_before_known && is_after_known) return false;
    if (!is_before_known && !is_after_known) {
        open_first();
        return true;
    }
    DiffSide& unknown = is_before_known ? after_ : before_;
    const DiffSide& known = is_before_known ? before_ : after_;
    if (known.is_at_entry() && is_before(known.entry().key, unknown.edge(), order_)) return false;
    unknown.open_subtree(*bounds_);
    return true;
}

/// Both sides stand before a subtree: skips it when it is the same, else opens the one that begins
/// earlier, or of two that begin together the higher one, in which the other may be found again.
void Diff::open_first() {
    const Ref before = before_.next_subtree();
    const Ref after = after_.next_subtree();
    if (before == after) {
        before_.skip_subtree();
        after_.skip_subtree();
        return;
    }
    const int order = compare(before_.edge(), after_.edge(), order_);
    const bool is_after_higher = after.height() > before.height();
    const bool is_before_higher = before.height() > after.height();
    if (order < 0 || (order == 0 && !is_after_higher)) before_.open_subtree(*bounds_);
    if (order > 0 || (order == 0 && !is_before_higher)) after_.open_subtree(*bounds_);
}

/// Goes behind the first of the keys that are known; at least one is.
std::optional<EntryChange> Diff::take_change() {
    const std::optional<EntryView> before =
        before_.is_at_entry() ? std::optional(before_.entry()) : std::nullopt;
    const std::optional<EntryView> after =
        after_.is_at_entry() ? std::optional(after_.entry()) : std::nullopt;
    const int order = !before ? 1 : !after ? -1 : compare(before->key, after->key, order_);
    if (order <= 0) before_.step();
    if (order >= 0) after_.step();
    if (order < 0) return EntryChange{before->key, before, std::nullopt};
    if (order > 0) return EntryChange{after->key, std::nullopt, after};
    if (are_same(*before, *after)) return std::nullopt;
    return EntryChange{before->key, before, after};
}

}  // namespace dbdb::tree
