#include "database/survey_walk.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "database/leaf_walk.hpp"
#include "format/payload.hpp"

namespace dbdb::database {

using format::EntryView;
using format::LeafView;
using format::Root;
using format::Side;
using tree::RecordKind;

namespace {

std::uint64_t rounded(double count) { return static_cast<std::uint64_t>(std::llround(count)); }

double& place_in(std::vector<double>& counts, std::size_t index) {
    if (counts.size() <= index) counts.resize(index + 1);
    return counts[index];
}

std::vector<std::uint64_t> rounded(const std::vector<double>& counts) {
    std::vector<std::uint64_t> whole;
    for (const double count : counts)
        whole.push_back(rounded(count));
    return whole;
}

}  // namespace

void SizeTally::add(std::uint64_t bytes, double stands_for) {
    place_in(counts_, static_cast<std::size_t>(std::bit_width(bytes))) += stands_for;
    count_ += stands_for;
    bytes_ += stands_for * static_cast<double>(bytes);
    max_bytes_ = std::max(max_bytes_, bytes);
}

SizeHistogram SizeTally::histogram() const {
    return {rounded(counts_), count_ > 0 ? bytes_ / count_ : 0, max_bytes_};
}

void LeafTally::add(unsigned depth, double fill, double stands_for) {
    place_in(by_depth_, depth) += stands_for;
    leaves_ += stands_for;
    fills_ += stands_for * fill;
    min_fill_ = std::min(min_fill_, fill);
}

void LeafTally::describe(KeyspaceSurvey& keyspace) const {
    if (leaves_ == 0) return;
    keyspace.leaves.count = rounded(leaves_);
    keyspace.leaves.mean_fill = fills_ / leaves_;
    keyspace.leaves.min_fill = min_fill_;
    keyspace.leaves_by_depth = rounded(by_depth_);
}

SurveyWalk::SurveyWalk(const tree::Source& source, std::uint64_t stride, SpaceMap& map)
    : source_(source), stride_(stride), map_(map), seen_(source) {}

void SurveyWalk::add(const Root& root) {
    if (!root.is_empty()) visit(root, 0);
}

void SurveyWalk::add_entries(const Root& root, KeyspaceSurvey& keyspace) {
    const std::uint64_t seen_before = entries_seen_;
    LeafTally leaves;
    leaves_ = &leaves;
    add(root);
    leaves_ = nullptr;
    leaves.describe(keyspace);
    keyspace.leaves.is_exact = entries_seen_ - seen_before == root.count;
}

/// Whether one of the next `entries` is a place to look at; the first of them all lies in the
/// middle of the first stride.
bool SurveyWalk::has_place(std::uint64_t entries) const {
    const std::uint64_t first = stride_ / 2;
    const std::uint64_t behind =
        passed_ <= first ? first - passed_ : stride_ - 1 - (passed_ - first - 1) % stride_;
    return behind < entries;
}

/// Heights fall on the way down, which is checked when a node is admitted; so it ends soon.
void SurveyWalk::visit(const Root& root, unsigned depth) {
    const RecordKind kind = root.height() == 0 ? RecordKind::leaf : RecordKind::branch;
    const double entries = static_cast<double>(std::max<std::uint64_t>(root.count, 1));
    const double stands_for = std::max(static_cast<double>(stride_) / entries, 1.0);
    if (!has_place(root.count)) {
        passed_ += root.count;
    } else if (!is_first_look(root.ref.offset(), kind)) {
        passed_ += root.count;
        entries_seen_ += root.count;
        shared_bytes_ += stands_for * static_cast<double>(root.bytes);
    } else if (kind == RecordKind::leaf) {
        visit_leaf(root, depth, stands_for);
    } else {
        visit_branch(root, depth, stands_for);
    }
}

bool SurveyWalk::is_first_look(std::uint64_t offset, RecordKind kind) {
    if (seen_.has(offset, kind)) return false;
    if (!seen_.is_new(offset)) source_.throw_corrupt("record of another kind or place", offset);
    seen_.add(offset, kind);
    return true;
}

void SurveyWalk::visit_branch(const Root& root, unsigned depth, double stands_for) {
    const format::BranchView branch = source_.branch(root.ref);
    if (branch.left_count() > root.count || branch.left_bytes() + branch.bytes() > root.bytes)
        source_.throw_corrupt("branch with a wrong count", root.ref.offset());
    map_.add(SpaceKind::branch, root.ref.offset(), branch.bytes(), stands_for);
    for (const Side side : {Side::left, Side::right})
        visit(branch.child_root(side, root), depth + 1);
}

void SurveyWalk::visit_leaf(const Root& root, unsigned depth, double stands_for) {
    const LeafView leaf = source_.leaf(root.ref);
    if (leaf.count() != root.count)
        source_.throw_corrupt("leaf with a wrong count", root.ref.offset());
    map_.add(SpaceKind::leaf, root.ref.offset(), leaf.bytes(), stands_for);
    for (unsigned index = 0; index < leaf.count(); ++index)
        if (const EntryView entry = leaf.entry(index); format::has_blob(entry))
            visit_blob(entry, stands_for);
    if (leaves_ != nullptr) measure(leaf, depth, stands_for);
    passed_ += root.count;
    entries_seen_ += root.count;
    ++leaves_seen_;
}

/// It is not read: its length stands in the entry.
void SurveyWalk::visit_blob(const EntryView& entry, double stands_for) {
    const format::BlobRef blob = format::blob_of(entry.payload);
    const std::uint64_t bytes = format::blob_bytes(blob.value_bytes);
    if (is_first_look(blob.offset, RecordKind::blob))
        map_.add(SpaceKind::blob, blob.offset, bytes, stands_for);
    else
        shared_bytes_ += stands_for * static_cast<double>(bytes);
}

void SurveyWalk::measure(LeafView leaf, unsigned depth, double stands_for) {
    const double fill = fill_of(leaf);
    const auto step = static_cast<std::size_t>(fill * static_cast<double>(fill_.size()));
    fill_[std::min(step, fill_.size() - 1)] += stands_for;
    leaves_->add(depth, fill, stands_for);
    for (unsigned index = 0; index < leaf.count(); ++index) {
        const EntryView entry = leaf.entry(index);
        key_bytes_.add(entry.key.size(), stands_for);
        value_bytes_.add(format::value_bytes(entry), stands_for);
    }
}

void SurveyWalk::describe(Survey& survey) const {
    survey.leaves_seen = leaves_seen_;
    survey.shared_bytes = rounded(shared_bytes_);
    survey.is_exact = entries_seen_ == passed_;
    std::ranges::transform(
        fill_, survey.leaf_fill.begin(), [](double count) { return rounded(count); });
    survey.key_bytes = key_bytes_.histogram();
    survey.value_bytes = value_bytes_.histogram();
}

}  // namespace dbdb::database
