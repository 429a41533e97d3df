/// A leaf: a block of sorted entries.
///
/// Behind a header stand one byte of hash per entry, by which a key is found with one comparison of
/// 16 bytes at a time, and the entries in the order of their keys. Entries of one length need no
/// more (the *uniform* form): their keys are a column, their payloads another, so that who reads
/// keys alone brings no payload to memory. Of others the slots tell where they begin (the *slotted*
/// form). Byte layout: lib/FORMAT.md, "Leaf". Columns within a block: "Weaving Relations for Cache
/// Performance" (Ailamaki, DeWitt, Hill, Skounakis, 2001).
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "format/branch.hpp"
#include "format/byte_group.hpp"
#include "format/entry.hpp"
#include "format/prefetch.hpp"
#include "format/ref.hpp"

namespace dbdb::format {

inline constexpr std::size_t leaf_header_bytes = 14;

/// What an entry takes in a slotted leaf beside its own bytes: its hash and its slot.
inline constexpr std::size_t slot_and_hash_bytes = 3;

/// A leaf of several entries weighs at most this: the bytes of its entries, slots and hashes in the
/// slotted form, whichever it has, so that weights add up. Leaf size trades reads and space against
/// bytes written per commit; see lib/DESIGN.md, "Leaf size".
inline constexpr std::size_t leaf_weight_max = 2032;

/// A leaf between others weighs at least this, where no entry weighs more.
inline constexpr std::size_t leaf_weight_min = leaf_weight_max / 4;

inline constexpr std::uint8_t leaf_tag = 0x4C;

enum class LeafForm : std::uint8_t {
    slotted = 0,           ///< Entries of any lengths, which they tell themselves, and slots.
    uniform = 1,           ///< All keys are of one length, all values too; nothing is extended.
    uniform_extended = 2,  ///< The same, but every entry is extended.
};

/// The header as a value; what cereal reads and writes.
struct LeafHeader {
    std::uint32_t bytes = 0;         ///< Of the record.
    std::uint16_t count = 0;         ///< Entries; at least 1.
    std::uint16_t prefix_bytes = 0;  ///< That all its keys share at their beginning.
    std::uint8_t tag = leaf_tag;
    LeafForm form = LeafForm::slotted;
    std::uint16_t key_bytes = 0;      ///< Of each key of a uniform leaf, else 0.
    std::uint16_t payload_bytes = 0;  ///< Of each payload of a uniform leaf, else 0.

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(bytes, count, prefix_bytes, tag, form, key_bytes, payload_bytes);
    }
};

/// An entry on its way into a leaf: key and payload stay where they are.
struct LeafEntry : EntryView {
    std::uint8_t hash = 0;

    /// What it takes of a slotted leaf.
    std::size_t weight() const {
        return entry_bytes(key.size(), payload.size()) + slot_and_hash_bytes;
    }
};

/// What the entries of a leaf have of one kind, one directly behind the other, all of one length.
struct Column {
    const std::byte* begin;
    std::size_t stride;  ///< In bytes.

    const std::byte* at(unsigned index) const { return begin + index * stride; }

    std::string_view text(unsigned index) const { return as_text(at(index), stride); }
};

/// Asks for the memory of an entry of a uniform leaf: the key, and what it takes three lines to
/// hold of the payload.
inline void prefetch_entry(const Column& keys, const Column& payloads, unsigned index) {
    const std::byte* const payload = payloads.at(index);
    prefetch(keys.at(index));
    prefetch(payload);
    prefetch(payload + 64);
    prefetch(payload + std::min<std::size_t>(payloads.stride, 192) - 1);
}

/// A leaf read in place, in the file or in memory. Costs nothing to make.
class LeafView {
public:
    explicit LeafView(const std::byte* node) : node_(node) {}

    const std::byte* data() const { return node_; }

    std::uint64_t bytes() const { return load<std::uint32_t>(node_); }

    unsigned count() const { return load<std::uint16_t>(node_ + 4); }

    std::size_t prefix_bytes() const { return load<std::uint16_t>(node_ + 6); }

    LeafForm form() const { return static_cast<LeafForm>(node_[9]); }

    bool is_uniform() const { return form() != LeafForm::slotted; }

    Column hashes() const { return {node_ + leaf_header_bytes, 1}; }

    /// Of a uniform leaf.
    Column keys() const {
        return {node_ + leaf_header_bytes + count(), load<std::uint16_t>(node_ + 10)};
    }

    /// Of a uniform leaf.
    Column payloads() const { return {keys().at(count()), load<std::uint16_t>(node_ + 12)}; }

    EntryView entry(unsigned index) const {
        if (is_uniform()) return {keys().text(index), payloads().text(index), is_extended(index)};
        return load_entry(slotted_entry(index), is_extended(index));
    }

    std::string_view key(unsigned index) const {
        return is_uniform() ? keys().text(index) : entry(index).key;
    }

    bool is_extended(unsigned index) const {
        return is_uniform() ? form() == LeafForm::uniform_extended
                            : (load_slot(index) & 0x8000) != 0;
    }

    std::uint8_t hash(unsigned index) const {
        return static_cast<std::uint8_t>(node_[leaf_header_bytes + index]);
    }

    /// An entry as it is put into another leaf.
    LeafEntry leaf_entry(unsigned index) const { return {entry(index), hash(index)}; }

    /// Index of `key`, whose hash is `hash`; `count()` when it is not there.
    unsigned find(std::string_view key, std::uint8_t hash) const;

    /// Index of the first key that is not less than `key`.
    unsigned lower_bound(std::string_view key) const;

    /// Asks for the memory of the entries that `find` will look at.
    void prefetch_matches(std::uint8_t hash) const {
        find_match(hash, [this](unsigned index) {
            prefetch_entry(index);
            return false;
        });
    }

    /// Asks for the memory of the entries that a binary search may look at, all at once, so that
    /// its steps do not wait one after the other.
    void prefetch_probes() const {
        const unsigned entries = count();
        const unsigned stride = entries / 16 + 1;
        for (unsigned index = stride / 2; index < entries; index += stride) {
            prefetch(is_uniform() ? keys().at(index) : slotted_entry(index));
        }
    }

private:
    /// Where an entry of a slotted leaf begins, with its lengths.
    const std::byte* slotted_entry(unsigned index) const {
        return node_ + (load_slot(index) & 0x7FFF);
    }

    /// The value will be wanted as well; where it ends is only known when the entry is here.
    void prefetch_entry(unsigned index) const {
        if (is_uniform()) return format::prefetch_entry(keys(), payloads(), index);
        const std::byte* place = slotted_entry(index);
        prefetch(place);
        prefetch(place + 64);
        prefetch(place + 128);
    }

    /// The first index with this hash that `is_wanted`; `count()` when there is none.
    template <typename Predicate>
    unsigned find_match(std::uint8_t hash, Predicate&& is_wanted) const;

    std::uint16_t load_slot(unsigned index) const {
        return load<std::uint16_t>(node_ + leaf_header_bytes + count() + 2 * index);
    }

    const std::byte* node_;
};

/// The entries of `leaf`, as long as it lives.
void append_entries(std::vector<LeafEntry>& entries, LeafView leaf);

/// The most that the record of a leaf can take whose entries weigh `weight` together: a uniform one
/// is shorter.
constexpr std::uint64_t leaf_bytes_max(std::size_t weight) {
    const std::uint64_t bytes = aligned(leaf_header_bytes + weight);
    return bytes < record_bytes_min ? record_bytes_min : bytes;
}

std::size_t total_weight(std::span<const LeafEntry> entries);

/// Length of the record of a leaf of `entries`, of which there is at least one.
std::uint64_t leaf_bytes(std::span<const LeafEntry> entries);

/// Header and hashes of a leaf of `count` entries: what a search reads first.
constexpr std::size_t leaf_head_bytes(std::size_t count) { return leaf_header_bytes + count; }

/// Writes a leaf of `entries`, which are sorted, to `node`, which has room for the record.
void write_leaf(std::byte* node, std::span<const LeafEntry> entries);

/// Whether the entries of `leaf` are plain and all of the lengths of `entry`, which is plain, too.
/// Then a leaf with one more or less is written without a look at each.
bool is_alike(LeafView leaf, const EntryView& entry);

/// Length of the record of such a leaf when it has `count` entries.
std::uint64_t alike_leaf_bytes(LeafView leaf, unsigned count);

/// Writes what `write_leaf` would: the leaf with `entry`, which is alike, at `index`, or without
/// the entry there, of which another is left. `node` has room for it, and nothing in common with
/// `leaf`.
void write_with_entry(std::byte* node, LeafView leaf, unsigned index, const LeafEntry& entry);
void write_without_entry(std::byte* node, LeafView leaf, unsigned index);

/// Whether the bytes of a record that begins at `offset` of the file can be a leaf: every length
/// and slot lies within it, its keys ascend, its hashes are theirs, its blobs lie below it.
/// `record` reaches from the record to the end of what may be read. Does not check the checksum.
bool is_leaf(std::span<const std::byte> record, std::uint64_t offset);

template <typename Predicate>
unsigned LeafView::find_match(std::uint8_t hash, Predicate&& is_wanted) const {
    const unsigned entries = count();
    const std::byte* hashes = node_ + leaf_header_bytes;
    for (unsigned begin = 0; begin < entries; begin += byte_group_size) {
        const std::byte* group = hashes + begin;
        unsigned matches =
            equal_bytes(load<std::uint64_t>(group), load<std::uint64_t>(group + 8), hash);
        if (entries - begin < byte_group_size) matches &= (1U << (entries - begin)) - 1;
        for (; matches != 0; matches &= matches - 1) {
            const unsigned index = begin + static_cast<unsigned>(std::countr_zero(matches));
            if (is_wanted(index)) return index;
        }
    }
    return entries;
}

inline unsigned LeafView::find(std::string_view key, std::uint8_t hash) const {
    return find_match(hash, [this, key](unsigned index) {
        prefetch_entry(index);
        return are_equal(this->key(index), key);
    });
}

}  // namespace dbdb::format
