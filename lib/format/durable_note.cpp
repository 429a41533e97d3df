#include "format/durable_note.hpp"

#include "format/archive.hpp"
#include "format/checksum.hpp"

namespace dbdb::format {

namespace {

/// "dbdbnote" as a little-endian number.
constexpr std::uint64_t magic = 0x65746F6E62646264;

constexpr std::size_t checksum_offset = durable_note_bytes - sizeof(std::uint64_t);

std::uint64_t note_checksum(std::span<const std::byte> bytes, FileId file_id) {
    return checksum(bytes.first(checksum_offset),
                    checksum_seed(file_id, Address{durable_note_offset}));
}

}  // namespace

std::array<std::byte, durable_note_bytes> encode(const DurableNote& note) {
    std::array<std::byte, durable_note_bytes> bytes;
    FixedOutputArchive archive(bytes);
    archive(magic, note);
    archive(note_checksum(bytes, note.file_id));
    return bytes;
}

std::optional<DurableNote> decode_durable_note(std::span<const std::byte> bytes, FileId file_id) {
    if (bytes.size() < durable_note_bytes) return std::nullopt;
    InputArchive archive(bytes.first(durable_note_bytes));
    std::uint64_t found_magic = 0;
    std::uint64_t found_checksum = 0;
    DurableNote note;
    archive(found_magic, note, found_checksum);
    if (found_magic != magic || note.file_id != file_id) return std::nullopt;
    if (found_checksum != note_checksum(bytes, file_id)) return std::nullopt;
    return note;
}

}  // namespace dbdb::format
