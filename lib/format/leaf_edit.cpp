#include <algorithm>
#include <cstring>

#include "format/leaf.hpp"

namespace dbdb::format {

namespace {

std::byte* copy(std::byte* place, const std::byte* begin, const std::byte* end) {
    const auto bytes = static_cast<std::size_t>(end - begin);
    std::memcpy(place, begin, bytes);
    return place + bytes;
}

/// A column of `count` parts with one more, which begins at `part`, at `index`.
std::byte* copy_with(
    std::byte* place, Column column, unsigned count, unsigned index, const void* part) {
    place = copy(place, column.begin, column.at(index));
    if (column.stride != 0) std::memcpy(place, part, column.stride);
    return copy(place + column.stride, column.at(index), column.at(count));
}

/// A column of `count` parts but for the one at `index`.
std::byte* copy_without(std::byte* place, Column column, unsigned count, unsigned index) {
    place = copy(place, column.begin, column.at(index));
    return copy(place, column.at(index + 1), column.at(count));
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

bool is_alike(LeafView leaf, const EntryView& entry) {
    return leaf.form() == LeafForm::uniform && !entry.is_extended &&
           leaf.keys().stride == entry.key.size() && leaf.payloads().stride == entry.payload.size();
}

std::uint64_t alike_leaf_bytes(LeafView leaf, unsigned count) {
    const std::uint64_t bytes =
        leaf_head_bytes(count) + count * (leaf.keys().stride + leaf.payloads().stride);
    return std::max(aligned(bytes), std::uint64_t{record_bytes_min});
}

void write_with_entry(std::byte* node, LeafView leaf, unsigned index, const LeafEntry& entry) {
    const unsigned count = leaf.count();
    const std::string_view first = index == 0 ? entry.key : leaf.key(0);
    const std::string_view last = index == count ? entry.key : leaf.key(count - 1);
    std::byte* place = write_header(node, leaf, count + 1, first, last);
    place = copy_with(place, leaf.hashes(), count, index, &entry.hash);
    place = copy_with(place, leaf.keys(), count, index, entry.key.data());
    place = copy_with(place, leaf.payloads(), count, index, entry.payload.data());
    fill_up(node, place);
}

void write_without_entry(std::byte* node, LeafView leaf, unsigned index) {
    const unsigned count = leaf.count();
    const std::string_view first = leaf.key(index == 0 ? 1 : 0);
    const std::string_view last = leaf.key(count - (index == count - 1 ? 2 : 1));
    std::byte* place = write_header(node, leaf, count - 1, first, last);
    place = copy_without(place, leaf.hashes(), count, index);
    place = copy_without(place, leaf.keys(), count, index);
    place = copy_without(place, leaf.payloads(), count, index);
    fill_up(node, place);
}

}  // namespace dbdb::format
