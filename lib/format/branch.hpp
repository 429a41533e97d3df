/// A branch: two children and the separator between their keys.
///
/// Every key on the left is less than the separator, no key on the right is. The first `skip` bytes
/// are the same in the separator and in every key of the subtree, so one comparison of 8 bytes
/// behind them decides a descent. A branch tells how much lies to its left; what lies below it as a
/// whole its parent tells. For separators up to 8 bytes it fills one cache line. Byte layout:
/// lib/FORMAT.md, "Branch".
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "format/bytes.hpp"
#include "format/ref.hpp"

namespace dbdb::format {

inline constexpr std::size_t branch_header_bytes = 56;

/// No record is shorter, so that no two begin in the same 64 bytes of the file.
inline constexpr std::size_t record_bytes_min = 64;

enum class Side : std::uint8_t { left = 0, right = 1 };

constexpr Side opposite(Side side) { return side == Side::left ? Side::right : Side::left; }

/// Length in the file of a branch with such a separator.
constexpr std::uint64_t branch_bytes(std::size_t separator_bytes) {
    const std::uint64_t bytes = aligned(branch_header_bytes + separator_bytes);
    return bytes < record_bytes_min ? record_bytes_min : bytes;
}

/// A branch as a value; what cereal reads and writes.
struct Branch {
    std::uint64_t word = 0;  ///< The separator's search word at `skip`.
    Ref left;
    Ref right;
    std::uint64_t left_count = 0;  ///< Entries on the left; 48 bits.
    std::uint64_t left_bytes = 0;  ///< Bytes of nodes and blobs on the left, in 8 bytes; 48 bits.
    std::uint16_t skip = 0;
    std::uint16_t separator_bytes = 0;

    template <typename Archive>
    void save(Archive& archive) const {
        archive(word, left, right);
        archive(static_cast<std::uint32_t>(left_count),
                static_cast<std::uint16_t>(left_count >> 32));
        archive(static_cast<std::uint32_t>(left_bytes),
                static_cast<std::uint16_t>(left_bytes >> 32));
        archive(skip, separator_bytes);
    }

    template <typename Archive>
    void load(Archive& archive) {
        std::uint32_t count_low, bytes_low;
        std::uint16_t count_high, bytes_high;
        archive(word, left, right, count_low, count_high, bytes_low, bytes_high);
        archive(skip, separator_bytes);
        left_count = count_low | std::uint64_t{count_high} << 32;
        left_bytes = bytes_low | std::uint64_t{bytes_high} << 32;
    }
};

/// A branch read in place, in the file or in memory. Costs nothing to make.
class BranchView {
public:
    explicit BranchView(const std::byte* node) : node_(node) {}

    const std::byte* data() const { return node_; }

    std::uint64_t word() const { return load<std::uint64_t>(node_); }

    Ref child(Side side) const {
        const std::byte* place = node_ + 8 + static_cast<std::size_t>(side) * 16;
        return {load<std::uint64_t>(place), load<std::uint64_t>(place + 8)};
    }

    /// The first word of a child's ref. Both are loaded, then one is chosen without a jump, so that
    /// the choice is neither guessed wrong nor waits for memory.
    std::uint64_t child_word(Side side) const {
        const auto left = load<std::uint64_t>(node_ + 8);
        const auto right = load<std::uint64_t>(node_ + 24);
        const std::uint64_t is_right = std::uint64_t{0} - static_cast<std::uint64_t>(side);
        return left ^ ((left ^ right) & is_right);
    }

    /// Of the tree below it.
    unsigned height() const {
        const unsigned left = child(Side::left).height();
        const unsigned right = child(Side::right).height();
        return 1 + (left > right ? left : right);
    }

    std::uint64_t left_count() const { return load_48(node_ + 40); }

    std::uint64_t left_bytes() const { return load_48(node_ + 46) * record_alignment; }

    std::size_t skip() const { return load<std::uint16_t>(node_ + 52); }

    std::string_view separator() const {
        return as_text(node_ + branch_header_bytes, load<std::uint16_t>(node_ + 54));
    }

    std::uint64_t bytes() const { return branch_bytes(load<std::uint16_t>(node_ + 54)); }

    /// One child as a tree, given what the parent knows of `whole`, the tree below this branch.
    Root child_root(Side side, const Root& whole) const {
        if (side == Side::left) return {child(side), left_count(), left_bytes()};
        return {child(side), whole.count - left_count(), whole.bytes - left_bytes() - bytes()};
    }

private:
    const std::byte* node_;
};

/// A branch in memory that only one transaction knows.
class BranchEditor {
public:
    explicit BranchEditor(std::byte* node) : node_(node) {}

    /// Writes the header, then the separator, then zeros to the end of the record.
    void write(const Branch& branch, std::string_view separator);

    void set_child(Side side, Ref ref) {
        std::byte* place = node_ + 8 + static_cast<std::size_t>(side) * 16;
        store(place, ref.word);
        store(place + 8, ref.checksum);
    }

    void set_left(std::uint64_t count, std::uint64_t bytes) {
        store_48(node_ + 40, count);
        store_48(node_ + 46, bytes / record_alignment);
    }

    /// `skip` may only become less.
    void set_skip(std::size_t skip);

private:
    std::byte* node_;
};

/// Whether the bytes of a record that begins at `offset` of the file can be a branch: its length
/// fits, its children lie below it and are balanced, and its search word is its separator's.
/// `record` reaches from the record to the end of what may be read. Does not check the checksum.
bool is_branch(std::span<const std::byte> record, std::uint64_t offset);

}  // namespace dbdb::format
