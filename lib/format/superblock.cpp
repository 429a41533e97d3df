#include "format/superblock.hpp"

#include <algorithm>
#include <stdexcept>

#include "format/archive.hpp"
#include "format/checksum.hpp"
#include "format/commit_record.hpp"

namespace dbdb::format {

namespace {

/// "dbdb\r\n\x1A\n" as a little-endian number. As with PNG, a transfer in text mode, which changes
/// line ends or stops at the end-of-file character 1A, damages these bytes.
constexpr std::uint64_t magic = 0x0A1A0A0D62646264;

/// The slot is checked before the file's id is known. "dbdbslot" as a little-endian number.
constexpr std::uint64_t seed = 0x746F6C7362646264;

constexpr std::size_t checksum_offset = superblock_bytes - sizeof(std::uint64_t);

/// A new file names no commit and covers no record; any other names one that ends by its tail.
bool is_sound(const CommitLink& commit, std::uint64_t tail) {
    if (commit.commit_id == 0) return commit.is_none() && tail == records_begin;
    return tail % record_alignment == 0 &&
           is_place_for_record(commit.address, commit_record_bytes_min, tail);
}

bool is_sound(const Superblock& superblock) {
    return superblock.format_version == format_version_newest &&
           (superblock.feature_flags & ~known_feature_flags) == 0 &&
           is_sound(superblock.commit, superblock.tail);
}

bool is_newer(const Superblock& superblock, bool is_intact) {
    if (superblock.format_version > format_version_newest) return true;
    return is_intact && (superblock.feature_flags & ~known_feature_flags) != 0;
}

bool is_intact(std::span<const std::byte> bytes) {
    if (bytes.size() < superblock_bytes) return false;
    return load<std::uint64_t>(bytes.data() + checksum_offset) ==
           checksum(bytes.first(checksum_offset), seed);
}

bool has_magic(std::span<const std::byte> bytes) {
    return bytes.size() >= sizeof(magic) && load<std::uint64_t>(bytes.data()) == magic;
}

bool is_blank(std::span<const std::byte> bytes) {
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

/// Zeros stand for what is missing from a slot that was cut short.
Superblock fields(std::span<const std::byte> bytes) {
    std::array<std::byte, superblock_bytes> slot = {};
    std::ranges::copy(bytes, slot.begin());
    InputArchive archive(std::span<const std::byte>(slot).subspan(sizeof(magic)));
    Superblock superblock;
    archive(superblock);
    return superblock;
}

Slot newer_slot(const Superblock& found, bool is_intact) {
    Slot slot = {SlotState::newer_format, {}, is_intact};
    slot.superblock.format_version = found.format_version;
    slot.superblock.feature_flags = found.feature_flags;
    return slot;
}

}  // namespace

std::array<std::byte, superblock_bytes> encode(const Superblock& superblock) {
    if (!is_sound(superblock)) throw std::logic_error("superblock contradicts itself");
    std::array<std::byte, superblock_bytes> bytes;
    FixedOutputArchive archive(bytes);
    archive(magic, superblock);
    archive(checksum(std::span(bytes).first(checksum_offset), seed));
    return bytes;
}

Slot decode_slot(std::span<const std::byte> bytes) {
    bytes = bytes.first(std::min(bytes.size(), superblock_bytes));
    if (is_blank(bytes)) return {SlotState::blank};
    if (!has_magic(bytes)) return {SlotState::not_a_database};
    const bool intact = is_intact(bytes);
    const Superblock superblock = fields(bytes);
    if (is_newer(superblock, intact)) return newer_slot(superblock, intact);
    if (!intact || !is_sound(superblock)) return {SlotState::damaged, {}, intact};
    return {SlotState::valid, superblock, true};
}

}  // namespace dbdb::format
