/// How a parent names a child, and how a tree names its root.
///
/// A Ref is two words. The first packs where the node is, how high the tree below it is, and
/// whether it lies in the file or in memory; the second vouches for its bytes. On disk a ref always
/// names a place in the file that lies below the parent's. Byte layout: lib/FORMAT.md, "Ref".
#pragma once

#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace dbdb::format {

/// Byte offset of a record in the file, a multiple of `record_alignment`.
enum class Address : std::uint64_t {};

inline constexpr std::uint64_t record_alignment = 8;

/// Files end below this byte, so that every address fits a ref.
inline constexpr std::uint64_t file_bytes_max = std::uint64_t{1} << 47;

constexpr std::uint64_t to_offset(Address address) { return static_cast<std::uint64_t>(address); }

/// `bytes` rounded up to the alignment of records.
constexpr std::uint64_t aligned(std::uint64_t bytes) {
    return (bytes + record_alignment - 1) & ~(record_alignment - 1);
}

/// A node's place (bits 0..47, in units of 8 bytes), the height of the tree it is the root of
/// (bits 48..55; 0 is a leaf), and the mark of a node in memory (bit 56, never on disk). Bits 57
/// and above are 0. For a node in the file `checksum` is that of its bytes; for a node in memory it
/// is the epoch of the transaction in which the node was made.
struct Ref {
    std::uint64_t word = 0;
    std::uint64_t checksum = 0;

    static constexpr std::uint64_t place_mask = (std::uint64_t{1} << 48) - 1;
    static constexpr unsigned height_shift = 48;
    static constexpr std::uint64_t memory_mark = std::uint64_t{1} << 56;

    static constexpr Ref in_file(Address address, unsigned height, std::uint64_t checksum) {
        assert(to_offset(address) % record_alignment == 0 && height < 256);
        return {to_offset(address) / record_alignment | std::uint64_t{height} << height_shift,
                checksum};
    }

    static Ref in_memory(const std::byte* node, unsigned height, std::uint64_t epoch) {
        const auto place = reinterpret_cast<std::uintptr_t>(node) / record_alignment;
        assert(place <= place_mask && height < 256);
        return {place | std::uint64_t{height} << height_shift | memory_mark, epoch};
    }

    /// The ref of an empty tree.
    constexpr bool is_null() const { return word == 0; }

    constexpr bool is_in_memory() const { return (word & memory_mark) != 0; }

    constexpr unsigned height() const { return (word >> height_shift) & 0xFF; }

    /// Only for a node in the file.
    constexpr std::uint64_t offset() const { return (word & place_mask) * record_alignment; }

    /// Only for a node in memory.
    std::byte* memory() const {
        return reinterpret_cast<std::byte*>((word & place_mask) * record_alignment);
    }

    friend constexpr bool operator==(const Ref&, const Ref&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(word, checksum);
    }
};

/// A whole tree: its root node and what its parent, or the commit, knows of it.
struct Root {
    Ref ref;
    std::uint64_t count = 0;  ///< Entries in the tree.
    std::uint64_t bytes = 0;  ///< Bytes of its nodes and blobs in the file (or once flushed).

    constexpr bool is_empty() const { return ref.is_null(); }

    constexpr unsigned height() const { return ref.height(); }

    friend constexpr bool operator==(const Root&, const Root&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(ref, count, bytes);
    }
};

}  // namespace dbdb::format
