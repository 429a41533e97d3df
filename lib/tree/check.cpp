#include "tree/check.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

#include "tree/key_range.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::LeafView;
using format::Ref;
using format::Root;
using format::Side;

namespace {

/// Where a subtree stands in its tree: the separators around it, none at the tree's edges.
struct Place {
    std::optional<std::string_view> from;
    std::optional<std::string_view> to;
    std::uint64_t count = 0;  ///< Entries, as its parent says.
};

Place left_of(const Place& place, BranchView branch) {
    return {place.from, branch.separator(), std::min(place.count, branch.left_count())};
}

Place right_of(const Place& place, BranchView branch) {
    return {branch.separator(), place.to, place.count - std::min(place.count, branch.left_count())};
}

KeyRange hidden_by(const Place& place) {
    return key_range(place.from.value_or(""), place.to, place.count);
}

KeyRange hidden_by(const format::EntryView& entry) { return key_range(entry.key); }

RecordKind kind_of(Ref ref) { return ref.height() == 0 ? RecordKind::leaf : RecordKind::branch; }

const std::byte* node_of(const Source& source, Ref ref) {
    return ref.is_in_memory() ? ref.memory() : source.data() + ref.offset();
}

/// What Source::check says of nodes in the file, for those that no file has yet.
bool is_sound_in_memory(Ref ref) {
    if (ref.height() == 0) {
        const LeafView leaf(ref.memory());
        return format::is_leaf({leaf.data(), leaf.bytes()}, format::file_bytes_max);
    }
    const BranchView branch(ref.memory());
    const unsigned left = branch.child(Side::left).height();
    const unsigned right = branch.child(Side::right).height();
    const std::string_view separator = branch.separator();
    return left <= right + 1 && right <= left + 1 && ref.height() == 1 + std::max(left, right) &&
           branch.skip() < separator.size() &&
           branch.word() == format::search_word(separator, branch.skip());
}

std::uint64_t external_bytes(LeafView leaf) {
    std::uint64_t bytes = 0;
    for (unsigned index = 0; index < leaf.count(); ++index) {
        bytes += format::external_bytes(leaf.entry(index));
    }
    return bytes;
}

Extent extent_of(LeafView leaf) {
    return {
        leaf.count(), leaf.bytes() + external_bytes(leaf), leaf.key(0), leaf.key(leaf.count() - 1)};
}

/// Whether a key shares the first `skip` bytes of the branch's separator.
bool shares_skipped(BranchView branch, std::string_view key) {
    return format::shared_prefix(branch.separator(), key) >= branch.skip();
}

class Checker {
public:
    Checker(const Source& source, CheckedRecords& records, CheckReport& report)
        : source_(source), records_(records), report_(report) {}

    void check_tree(const Root& root);

private:
    std::optional<Extent> check_node(Ref ref, const Place& place);
    std::optional<Extent> check_leaf(LeafView leaf, const Place& place);
    std::optional<Extent> check_branch(Ref ref, BranchView branch, const Place& place);
    void check_left(Ref ref, BranchView branch, const Extent& left, const Place& place);
    void check_right(Ref ref, BranchView branch, const Extent& right, const Place& place);
    bool check_blob(const format::EntryView& entry);
    void check_value(const format::EntryView& entry);

    // What a record hides is a Place, or for a blob its entry.
    template <typename Record, typename Hidden>
    bool is_sound_in_file(std::uint64_t offset, const Record& record, const Hidden& hidden);
    bool is_sound(Ref ref, const Place& place);

    template <typename Hidden>
    bool is_free(std::uint64_t offset, const Hidden& hidden);

    std::optional<Extent> known_extent(Ref ref);
    std::optional<Extent> extent_along_edges(Ref ref) const;
    std::optional<Ref> known_child(Ref ref, Side side) const;

    void add_fault(Ref ref, const std::string& what, std::optional<KeyRange> hidden = {});

    const Source& source_;
    CheckedRecords& records_;
    CheckReport& report_;
};

void Checker::add_fault(Ref ref, const std::string& what, std::optional<KeyRange> hidden) {
    const std::uint64_t offset = ref.is_in_memory() ? 0 : ref.offset();
    const std::string place = what + " at byte " + std::to_string(offset);
    const Error error(Errc::corrupt, source_.identity().name + ": " + place);
    report_.damages.push_back({offset, error.what(), std::move(hidden)});
}

void Checker::check_tree(const Root& root) {
    if (root.is_empty()) {
        if (root.count != 0 || root.bytes != 0) add_fault(root.ref, "empty tree with a count");
        return;
    }
    const auto extent = check_node(root.ref, {std::nullopt, std::nullopt, root.count});
    if (!extent) return;
    if (extent->count != root.count) add_fault(root.ref, "tree with a wrong count");
    if (extent->bytes != root.bytes) add_fault(root.ref, "tree with a wrong number of bytes");
}

/// Reports damage once, by whatever ref it was reached.
template <typename Record, typename Hidden>
bool Checker::is_sound_in_file(std::uint64_t offset, const Record& record, const Hidden& hidden) {
    if (records_.has_damaged(offset)) return false;
    try {
        source_.check(record);
        return true;
    } catch (const Error& error) {
        if (error.errc() != Errc::corrupt) throw;
        report_.damages.push_back({offset, error.what(), hidden_by(hidden)});
        if (records_.is_new(offset)) records_.add(offset, RecordKind::unknown);
        return false;
    }
}

bool Checker::is_sound(Ref ref, const Place& place) {
    if (!ref.is_in_memory()) return is_sound_in_file(ref.offset(), ref, place);
    if (is_sound_in_memory(ref)) return true;
    add_fault(ref, "malformed node in memory", hidden_by(place));
    return false;
}

/// Whether no other record begins in the same 64 bytes.
template <typename Hidden>
bool Checker::is_free(std::uint64_t offset, const Hidden& hidden) {
    if (records_.is_new(offset)) return true;
    const Ref ref = Ref::in_file(format::Address{offset}, 0, 0);
    add_fault(ref, "record of another kind or place", hidden_by(hidden));
    return false;
}

std::optional<Extent> Checker::check_node(Ref ref, const Place& place) {
    if (!is_sound(ref, place)) return std::nullopt;
    if (!ref.is_in_memory()) {
        if (records_.has(ref.offset(), kind_of(ref))) return known_extent(ref);
        if (!is_free(ref.offset(), place)) return std::nullopt;
        records_.add(ref.offset(), kind_of(ref));
    }
    const std::byte* node = node_of(source_, ref);
    if (ref.height() == 0) return check_leaf(LeafView(node), place);
    return check_branch(ref, BranchView(node), place);
}

std::optional<Extent> Checker::check_leaf(LeafView leaf, const Place& place) {
    std::size_t weight = 0;
    for (unsigned index = 0; index < leaf.count(); ++index) {
        const std::size_t entry_weight = leaf.leaf_entry(index).weight();
        weight += entry_weight;
        report_.heavy_entry_count += entry_weight > format::leaf_weight_min;
        check_value(leaf.entry(index));
    }
    const bool is_between = place.from && place.to;
    report_.light_leaf_count += is_between && weight < format::leaf_weight_min;
    report_.leaf_count += 1;
    report_.bytes += leaf.bytes();
    return extent_of(leaf);
}

/// Whether it is sound, and was not met before.
bool Checker::check_blob(const format::EntryView& entry) {
    const format::BlobRef blob = format::blob_of(entry.payload);
    if (records_.has(blob.offset, RecordKind::blob)) {
        if (records_.has_blob(blob)) return false;
        const Ref ref = Ref::in_file(format::Address{blob.offset}, 0, 0);
        add_fault(ref, "blob of another length or checksum", hidden_by(entry));
        return false;
    }
    if (!is_sound_in_file(blob.offset, blob, entry) || !is_free(blob.offset, entry)) return false;
    records_.add_blob(blob);
    report_.blob_count += 1;
    report_.bytes += format::blob_bytes(blob.value_bytes);
    return true;
}

/// What may not be decompressed for its size is no damage.
void Checker::check_value(const format::EntryView& entry) {
    if (!entry.is_extended) return;
    if (format::has_blob(entry) && !check_blob(entry)) return;
    if (!format::is_compressed(entry)) return;
    try {
        static_cast<void>(source_.decoded(entry));
    } catch (const Error& error) {
        if (error.errc() == Errc::too_large) return;
        if (error.errc() != Errc::corrupt) throw;
        const std::byte* const place = format::as_bytes(entry.payload);
        const std::uint64_t offset =
            source_.holds(place) ? static_cast<std::uint64_t>(place - source_.data()) : 0;
        report_.damages.push_back({offset, error.what(), hidden_by(entry)});
    }
}

std::optional<Extent> Checker::check_branch(Ref ref, BranchView branch, const Place& place) {
    report_.branch_count += 1;
    report_.bytes += branch.bytes();
    const auto left = check_node(branch.child(Side::left), left_of(place, branch));
    const auto right = check_node(branch.child(Side::right), right_of(place, branch));
    if (left) check_left(ref, branch, *left, place);
    if (right) check_right(ref, branch, *right, place);
    if (!left || !right) return std::nullopt;
    return Extent{left->count + right->count,
                  left->bytes + right->bytes + branch.bytes(),
                  left->first_key,
                  right->last_key};
}

/// A search may miss the keys of a child that stands on a wrong side or lacks the prefix.
void Checker::check_left(Ref ref, BranchView branch, const Extent& left, const Place& place) {
    const auto hidden = [&] { return hidden_by(left_of(place, branch)); };
    if (left.last_key >= branch.separator())
        add_fault(ref, "branch with a key on a wrong side", hidden());
    if (!shares_skipped(branch, left.first_key))
        add_fault(ref, "branch with a wrong prefix", hidden());
    if (left.count != branch.left_count()) add_fault(ref, "branch with a wrong count");
    if (left.bytes != branch.left_bytes()) add_fault(ref, "branch with a wrong number of bytes");
}

void Checker::check_right(Ref ref, BranchView branch, const Extent& right, const Place& place) {
    const auto hidden = [&] { return hidden_by(right_of(place, branch)); };
    if (right.first_key < branch.separator())
        add_fault(ref, "branch with a key on a wrong side", hidden());
    if (!shares_skipped(branch, right.last_key))
        add_fault(ref, "branch with a wrong prefix", hidden());
}

/// What a subtree holds that was walked before.
std::optional<Extent> Checker::known_extent(Ref ref) {
    if (ref.height() == 0) return extent_of(LeafView(node_of(source_, ref)));
    if (const auto extent = records_.extent(ref.offset())) return extent;
    const auto extent = extent_along_edges(ref);
    if (extent) records_.note_extent(ref.offset(), *extent);
    return extent;
}

/// Sums the counts on the way to the last leaf: those were found right when the subtree was walked.
std::optional<Extent> Checker::extent_along_edges(Ref ref) const {
    Extent extent;
    std::optional<Ref> first = ref;
    while (first && first->height() > 0)
        first = known_child(*first, Side::left);
    std::optional<Ref> last = ref;
    while (last && last->height() > 0) {
        const BranchView branch(node_of(source_, *last));
        extent.count += branch.left_count();
        extent.bytes += branch.left_bytes() + branch.bytes();
        last = known_child(*last, Side::right);
    }
    if (!first || !last) return std::nullopt;
    const Extent last_leaf = extent_of(LeafView(node_of(source_, *last)));
    extent.count += last_leaf.count;
    extent.bytes += last_leaf.bytes;
    extent.first_key = LeafView(node_of(source_, *first)).key(0);
    extent.last_key = last_leaf.last_key;
    return extent;
}

/// A child that was found sound; heights fall, so no chain is followed for long.
std::optional<Ref> Checker::known_child(Ref ref, Side side) const {
    const Ref child = BranchView(node_of(source_, ref)).child(side);
    const bool is_known =
        child.height() < ref.height() && records_.has(child.offset(), kind_of(child));
    return is_known ? std::optional(child) : std::nullopt;
}

}  // namespace

void check(const Source& source, const Root& root, CheckedRecords& records, CheckReport& report) {
    Checker(source, records, report).check_tree(root);
}

CheckReport check(const Source& source, const Root& root) {
    CheckedRecords records(source);
    CheckReport report;
    check(source, root, records, report);
    return report;
}

}  // namespace dbdb::tree
