#include "tree/check.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::LeafView;
using format::Ref;
using format::Root;
using format::Side;

namespace {

/// Where a subtree stands in its tree.
struct Edges {
    bool is_first = true;
    bool is_last = true;
};

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
    std::optional<Extent> check_node(Ref ref, Edges edges);
    std::optional<Extent> check_leaf(LeafView leaf, Edges edges);
    std::optional<Extent> check_branch(Ref ref, BranchView branch, Edges edges);
    void check_left(Ref ref, BranchView branch, const Extent& left);
    void check_right(Ref ref, BranchView branch, const Extent& right);
    void check_blob(const format::BlobRef& blob);

    template <typename Record>
    bool is_sound_in_file(std::uint64_t offset, const Record& record);
    bool is_sound(Ref ref);
    bool is_free(std::uint64_t offset);

    std::optional<Extent> known_extent(Ref ref);
    std::optional<Extent> extent_along_edges(Ref ref) const;
    std::optional<Ref> known_child(Ref ref, Side side) const;

    void add_damage(std::uint64_t offset, const std::string& text);
    void add_fault(Ref ref, const std::string& what);

    const Source& source_;
    CheckedRecords& records_;
    CheckReport& report_;
};

void Checker::add_damage(std::uint64_t offset, const std::string& text) {
    report_.damages.push_back({offset, text});
}

void Checker::add_fault(Ref ref, const std::string& what) {
    const std::uint64_t offset = ref.is_in_memory() ? 0 : ref.offset();
    const std::string place = what + " at byte " + std::to_string(offset);
    add_damage(offset, Error(Errc::corrupt, source_.identity().name + ": " + place).what());
}

void Checker::check_tree(const Root& root) {
    if (root.is_empty()) {
        if (root.count != 0 || root.bytes != 0) add_fault(root.ref, "empty tree with a count");
        return;
    }
    const auto extent = check_node(root.ref, {});
    if (!extent) return;
    if (extent->count != root.count) add_fault(root.ref, "tree with a wrong count");
    if (extent->bytes != root.bytes) add_fault(root.ref, "tree with a wrong number of bytes");
}

/// Reports damage once, by whatever ref it was reached.
template <typename Record>
bool Checker::is_sound_in_file(std::uint64_t offset, const Record& record) {
    if (records_.has_damaged(offset)) return false;
    try {
        source_.check(record);
        return true;
    } catch (const Error& error) {
        if (error.errc() != Errc::corrupt) throw;
        add_damage(offset, error.what());
        if (records_.is_new(offset)) records_.add(offset, RecordKind::unknown);
        return false;
    }
}

bool Checker::is_sound(Ref ref) {
    if (!ref.is_in_memory()) return is_sound_in_file(ref.offset(), ref);
    if (is_sound_in_memory(ref)) return true;
    add_fault(ref, "malformed node in memory");
    return false;
}

/// Whether no other record begins in the same 64 bytes.
bool Checker::is_free(std::uint64_t offset) {
    if (records_.is_new(offset)) return true;
    const Ref ref = Ref::in_file(format::Address{offset}, 0, 0);
    add_fault(ref, "record of another kind or place");
    return false;
}

std::optional<Extent> Checker::check_node(Ref ref, Edges edges) {
    if (!is_sound(ref)) return std::nullopt;
    if (!ref.is_in_memory()) {
        if (records_.has(ref.offset(), kind_of(ref))) return known_extent(ref);
        if (!is_free(ref.offset())) return std::nullopt;
        records_.add(ref.offset(), kind_of(ref));
    }
    const std::byte* node = node_of(source_, ref);
    if (ref.height() == 0) return check_leaf(LeafView(node), edges);
    return check_branch(ref, BranchView(node), edges);
}

std::optional<Extent> Checker::check_leaf(LeafView leaf, Edges edges) {
    std::size_t weight = 0;
    for (unsigned index = 0; index < leaf.count(); ++index) {
        const std::size_t entry_weight =
            leaf.entry_bytes(index).size() + format::slot_and_hash_bytes;
        weight += entry_weight;
        report_.heavy_entry_count += entry_weight > format::leaf_weight_min;
        if (leaf.is_extended(index)) check_blob(format::blob_of(leaf.entry(index).payload));
    }
    const bool is_between = !edges.is_first && !edges.is_last;
    report_.light_leaf_count += is_between && weight < format::leaf_weight_min;
    report_.leaf_count += 1;
    report_.bytes += leaf.bytes();
    return extent_of(leaf);
}

void Checker::check_blob(const format::BlobRef& blob) {
    if (records_.has(blob.offset, RecordKind::blob)) return;
    if (!is_sound_in_file(blob.offset, blob) || !is_free(blob.offset)) return;
    records_.add(blob.offset, RecordKind::blob);
    report_.blob_count += 1;
    report_.bytes += format::blob_bytes(blob.value_bytes);
}

std::optional<Extent> Checker::check_branch(Ref ref, BranchView branch, Edges edges) {
    report_.branch_count += 1;
    report_.bytes += branch.bytes();
    const auto left = check_node(branch.child(Side::left), {edges.is_first, false});
    const auto right = check_node(branch.child(Side::right), {false, edges.is_last});
    if (left) check_left(ref, branch, *left);
    if (right) check_right(ref, branch, *right);
    if (!left || !right) return std::nullopt;
    return Extent{left->count + right->count,
                  left->bytes + right->bytes + branch.bytes(),
                  left->first_key,
                  right->last_key};
}

void Checker::check_left(Ref ref, BranchView branch, const Extent& left) {
    if (left.last_key >= branch.separator()) add_fault(ref, "branch with a key on a wrong side");
    if (!shares_skipped(branch, left.first_key)) add_fault(ref, "branch with a wrong prefix");
    if (left.count != branch.left_count()) add_fault(ref, "branch with a wrong count");
    if (left.bytes != branch.left_bytes()) add_fault(ref, "branch with a wrong number of bytes");
}

void Checker::check_right(Ref ref, BranchView branch, const Extent& right) {
    if (right.first_key < branch.separator()) add_fault(ref, "branch with a key on a wrong side");
    if (!shares_skipped(branch, right.last_key)) add_fault(ref, "branch with a wrong prefix");
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
