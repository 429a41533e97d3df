#include "format/generation_record.hpp"

#include <algorithm>
#include <stdexcept>

#include "format/archive.hpp"
#include "format/checksum.hpp"

namespace dbdb::format {

namespace {

/// "dbdbgene" as a little-endian number.
constexpr std::uint64_t magic = 0x656E656762646264;

constexpr std::size_t superblock_offset = 64;
constexpr std::size_t checksum_offset = superblock_offset + superblock_bytes;

bool is_newer(const GenerationRecord& record) {
    return record.format_version > generation_version_newest || record.feature_flags != 0;
}

/// A whole one begins with the fixed pages, any other behind them and behind the one it builds on.
bool is_sound(const GenerationRecord& record) {
    if (record.format_version != generation_version_newest || record.feature_flags != 0)
        return false;
    if (record.id == 0 || record.parent >= record.id) return false;
    if (record.is_whole()) return record.begin == 0 && record.parent_checksum == 0;
    return record.begin >= records_begin && record.begin < record.superblock.tail;
}

}  // namespace

GenerationRecordBytes encode(const GenerationRecord& record) {
    if (!is_sound(record)) throw std::logic_error("generation record contradicts itself");
    GenerationRecordBytes bytes{};
    FixedOutputArchive archive(bytes);
    archive(magic, record);
    std::ranges::copy(encode(record.superblock), bytes.begin() + superblock_offset);
    const auto covered = std::span(bytes).first(checksum_offset);
    store(bytes.data() + checksum_offset, checksum(covered, magic));
    return bytes;
}

std::optional<GenerationRecord> decode_generation_record(std::span<const std::byte> bytes) {
    if (bytes.size() != generation_record_bytes) return std::nullopt;
    const auto covered = bytes.first(checksum_offset);
    if (load<std::uint64_t>(bytes.data()) != magic) return std::nullopt;
    if (load<std::uint64_t>(bytes.data() + checksum_offset) != checksum(covered, magic))
        return std::nullopt;
    GenerationRecord record;
    InputArchive archive(covered.subspan(sizeof(magic)));
    archive(record);
    if (is_newer(record))
        return GenerationRecord{.format_version = record.format_version,
                                .feature_flags = record.feature_flags};
    const Slot slot = decode_slot(covered.subspan(superblock_offset));
    record.superblock = slot.superblock;
    if (slot.state != SlotState::valid || !is_sound(record)) return std::nullopt;
    return record;
}

std::uint64_t checksum_of(const GenerationRecordBytes& bytes) {
    return load<std::uint64_t>(bytes.data() + checksum_offset);
}

std::uint64_t contents_seed(const GenerationRecord& record) {
    return checksum_seed(
        record.superblock.file_id, Address{record.begin}, record.superblock.commit.commit_id);
}

}  // namespace dbdb::format
