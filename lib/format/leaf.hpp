/// A leaf: a block of sorted entries.
///
/// Behind a header stand one byte of hash per entry, by which a key is found with one comparison of
/// 16 bytes at a time; the slots, which are the entries' places in the order of their keys; and the
/// entries, in the same order. Byte layout: lib/FORMAT.md, "Leaf".
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "format/branch.hpp"
#include "format/entry.hpp"
#include "format/ref.hpp"

namespace dbdb::format {

inline constexpr std::size_t leaf_header_bytes = 12;

/// What an entry takes in a leaf beside its own bytes: its hash and its slot.
inline constexpr std::size_t slot_and_hash_bytes = 3;

/// A leaf of several entries weighs at most this: the bytes of its entries, slots and hashes. Leaf
/// size trades reads and space against bytes written per commit; see lib/DESIGN.md, "Leaf size".
inline constexpr std::size_t leaf_weight_max = 2032;

/// A leaf between others weighs at least this, where no entry weighs more.
inline constexpr std::size_t leaf_weight_min = leaf_weight_max / 4;

inline constexpr std::uint8_t leaf_tag = 0x4C;

/// The header as a value; what cereal reads and writes.
struct LeafHeader {
    std::uint32_t bytes = 0;         ///< Of the record.
    std::uint16_t count = 0;         ///< Entries; at least 1.
    std::uint16_t prefix_bytes = 0;  ///< That all its keys share at their beginning.
    std::uint8_t tag = leaf_tag;
    std::uint8_t reserved_1 = 0;
    std::uint16_t reserved_2 = 0;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(bytes, count, prefix_bytes, tag, reserved_1, reserved_2);
    }
};

/// A leaf read in place, in the file or in memory. Costs nothing to make.
class LeafView {
public:
    explicit LeafView(const std::byte* node) : node_(node) {}

    const std::byte* data() const { return node_; }

    std::uint64_t bytes() const { return load<std::uint32_t>(node_); }

    unsigned count() const { return load<std::uint16_t>(node_ + 4); }

    std::size_t prefix_bytes() const { return load<std::uint16_t>(node_ + 6); }

    EntryView entry(unsigned index) const {
        const std::uint16_t slot = load_slot(index);
        return load_entry(node_ + (slot & 0x7FFF), (slot & 0x8000) != 0);
    }

    std::string_view key(unsigned index) const { return entry(index).key; }

    bool is_extended(unsigned index) const { return (load_slot(index) & 0x8000) != 0; }

    std::uint8_t hash(unsigned index) const {
        return static_cast<std::uint8_t>(node_[leaf_header_bytes + index]);
    }

    /// The bytes of an entry as they stand in the leaf: from its slot to the next one's.
    std::span<const std::byte> entry_bytes(unsigned index) const {
        const std::byte* begin = node_ + (load_slot(index) & 0x7FFF);
        if (index + 1 < count()) return {begin, node_ + (load_slot(index + 1) & 0x7FFF)};
        const EntryView view = load_entry(begin, false);
        return {begin, as_bytes(view.payload) + view.payload.size()};
    }

    /// Index of `key`, whose hash is `hash`; `count()` when it is not there.
    unsigned find(std::string_view key, std::uint8_t hash) const;

    /// Index of the first key that is not less than `key`.
    unsigned lower_bound(std::string_view key) const;

    /// Asks for the memory of the entries that a binary search may look at, all at once, so that
    /// its steps do not wait one after the other.
    void prefetch_probes() const {
        const unsigned entries = count();
        const unsigned stride = entries / 16 + 1;
        for (unsigned index = stride / 2; index < entries; index += stride) {
            __builtin_prefetch(node_ + (load_slot(index) & 0x7FFF));
        }
    }

private:
    std::uint16_t load_slot(unsigned index) const {
        return load<std::uint16_t>(node_ + leaf_header_bytes + count() + 2 * index);
    }

    const std::byte* node_;
};

/// One entry of a leaf to be: its bytes, which stay where they are, its hash and its mark.
struct LeafEntry {
    const std::byte* data;
    std::uint32_t bytes;
    std::uint8_t hash;
    bool is_extended;

    EntryView view() const { return load_entry(data, is_extended); }

    std::size_t weight() const { return bytes + slot_and_hash_bytes; }
};

/// The entries of `leaf`, as long as it lives.
void append_entries(std::vector<LeafEntry>& entries, LeafView leaf);

/// Length of the record of a leaf whose entries weigh `weight` together.
constexpr std::uint64_t leaf_bytes(std::size_t weight) {
    const std::uint64_t bytes = aligned(leaf_header_bytes + weight);
    return bytes < record_bytes_min ? record_bytes_min : bytes;
}

std::size_t total_weight(std::span<const LeafEntry> entries);

/// Writes a leaf of `entries`, which are sorted, to `node`, which has room for the record.
void write_leaf(std::byte* node, std::span<const LeafEntry> entries);

/// Whether the bytes of a record that begins at `offset` of the file can be a leaf: every length
/// and slot lies within it, its keys ascend, its hashes are theirs, its blobs lie below it.
/// `record` reaches from the record to the end of what may be read. Does not check the checksum.
bool is_leaf(std::span<const std::byte> record, std::uint64_t offset);

inline unsigned LeafView::find(std::string_view key, std::uint8_t hash) const {
    __builtin_prefetch(node_ + 64);  // The slots, while the hashes are still on their way.
    const unsigned entries = count();
    const std::byte* hashes = node_ + leaf_header_bytes;
#ifdef __SSE2__
    const __m128i wanted = _mm_set1_epi8(static_cast<char>(hash));
    for (unsigned begin = 0; begin < entries; begin += 16) {
        const __m128i group = _mm_loadu_si128(reinterpret_cast<const __m128i*>(hashes + begin));
        auto matches = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(group, wanted)));
        if (entries - begin < 16) matches &= (1U << (entries - begin)) - 1;
        for (; matches != 0; matches &= matches - 1) {
            const unsigned index = begin + static_cast<unsigned>(std::countr_zero(matches));
            // The value will be wanted as well; where it ends is only known when the entry is here.
            const std::byte* place = node_ + (load_slot(index) & 0x7FFF);
            __builtin_prefetch(place + 64);
            __builtin_prefetch(place + 128);
            if (are_equal(this->key(index), key)) return index;
        }
    }
#else
    for (unsigned index = 0; index < entries; ++index) {
        if (static_cast<std::uint8_t>(hashes[index]) == hash && are_equal(this->key(index), key)) {
            return index;
        }
    }
#endif
    return entries;
}

}  // namespace dbdb::format
