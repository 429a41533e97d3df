#include "format/branch.hpp"

#include <algorithm>
#include <cstring>

#include "dbdb/range.hpp"

#include "format/archive.hpp"
#include "format/superblock.hpp"

namespace dbdb::format {

namespace {

bool is_child(Ref child, std::uint64_t parent_offset) {
    return (child.word >> 56) == 0 && !child.is_null() && child.offset() >= records_begin &&
           child.offset() < parent_offset;
}

bool are_balanced(unsigned left_height, unsigned right_height) {
    const unsigned higher = std::max(left_height, right_height);
    return higher - std::min(left_height, right_height) <= 1 &&
           higher + 1 < detail::tree_height_max;
}

}  // namespace

void BranchEditor::write(const Branch& branch, std::string_view separator) {
    FixedOutputArchive archive(std::span(node_, branch_header_bytes));
    archive(branch);
    std::byte* tail = node_ + branch_header_bytes;
    std::memcpy(tail, separator.data(), separator.size());
    const std::uint64_t used = branch_header_bytes + separator.size();
    std::memset(node_ + used, 0, branch_bytes(separator.size()) - used);
}

void BranchEditor::set_skip(std::size_t skip) {
    store(node_ + 52, static_cast<std::uint16_t>(skip));
    store(node_, search_word(BranchView(node_).separator(), skip));
}

bool is_branch(std::span<const std::byte> record, std::uint64_t offset) {
    if (record.size() < record_bytes_min) return false;
    const BranchView branch(record.data());
    if (record.size() < branch.bytes()) return false;
    const Ref left = branch.child(Side::left);
    const Ref right = branch.child(Side::right);
    return is_child(left, offset) && is_child(right, offset) &&
           are_balanced(left.height(), right.height()) &&
           branch.skip() < branch.separator().size() &&
           branch.word() == search_word(branch.separator(), branch.skip());
}

}  // namespace dbdb::format
