#include <algorithm>
#include <cstring>

#include "format/leaf.hpp"

namespace dbdb::format {

namespace {

const std::byte* hashes_of(LeafView leaf) { return leaf.data() + leaf_header_bytes; }

/// Of a uniform leaf. Where entry `index` begins, or the last one ends.
const std::byte* place_of(LeafView leaf, unsigned index) {
    return leaf.data() + leaf_head_bytes(leaf.count()) + index * leaf.stride();
}

std::byte* copy(std::byte* place, const std::byte* begin, const std::byte* end) {
    const auto bytes = static_cast<std::size_t>(end - begin);
    std::memcpy(place, begin, bytes);
    return place + bytes;
}

/// The header of a leaf that is alike, but of `count` entries, of which `first` and `last` are the
/// keys at its ends. Returns where its hashes begin.
std::byte* write_header(
    std::byte* node, LeafView leaf, unsigned count, std::string_view first, std::string_view last) {
    std::memcpy(node, leaf.data(), leaf_header_bytes);
    store(node, static_cast<std::uint32_t>(alike_leaf_bytes(leaf, count)));
    store(node + 4, static_cast<std::uint16_t>(count));
    const std::size_t prefix_bytes = count == 1 ? 0 : shared_prefix(first, last);
    store(node + 6, static_cast<std::uint16_t>(prefix_bytes));
    return node + leaf_header_bytes;
}

void fill_up(const std::byte* node, std::byte* end) {
    std::memset(end, 0, static_cast<std::size_t>(node + LeafView(node).bytes() - end));
}

}  // namespace

bool is_alike(LeafView leaf, const LeafEntry& entry) {
    if (leaf.form() != LeafForm::uniform || entry.is_extended) return false;
    const EntryView other = leaf.entry(0);
    return other.key.size() == entry.key_bytes && other.payload.size() == entry.payload_bytes;
}

std::uint64_t alike_leaf_bytes(LeafView leaf, unsigned count) {
    const std::uint64_t bytes = leaf_head_bytes(count) + count * std::uint64_t{leaf.stride()};
    return std::max(aligned(bytes), std::uint64_t{record_bytes_min});
}

void write_with_entry(std::byte* node, LeafView leaf, unsigned index, const LeafEntry& entry) {
    const unsigned count = leaf.count();
    const std::string_view key = entry.view().key;
    const std::string_view first = index == 0 ? key : leaf.key(0);
    const std::string_view last = index == count ? key : leaf.key(count - 1);
    std::byte* place = write_header(node, leaf, count + 1, first, last);
    place = copy(place, hashes_of(leaf), hashes_of(leaf) + index);
    *place++ = std::byte{entry.hash};
    place = copy(place, hashes_of(leaf) + index, hashes_of(leaf) + count);
    place = copy(place, place_of(leaf, 0), place_of(leaf, index));
    place = copy(place, entry.data, entry.data + entry.bytes());
    place = copy(place, place_of(leaf, index), place_of(leaf, count));
    fill_up(node, place);
}

void write_without_entry(std::byte* node, LeafView leaf, unsigned index) {
    const unsigned count = leaf.count();
    const std::string_view first = leaf.key(index == 0 ? 1 : 0);
    const std::string_view last = leaf.key(count - (index == count - 1 ? 2 : 1));
    std::byte* place = write_header(node, leaf, count - 1, first, last);
    place = copy(place, hashes_of(leaf), hashes_of(leaf) + index);
    place = copy(place, hashes_of(leaf) + index + 1, hashes_of(leaf) + count);
    place = copy(place, place_of(leaf, 0), place_of(leaf, index));
    place = copy(place, place_of(leaf, index + 1), place_of(leaf, count));
    fill_up(node, place);
}

}  // namespace dbdb::format
