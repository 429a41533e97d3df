#include "format/payload.hpp"

#include "dbdb/options.hpp"

#include "format/archive.hpp"
#include "format/superblock.hpp"

namespace dbdb::format {

std::array<char, blob_payload_bytes> blob_payload(const BlobRef& blob) {
    std::array<char, blob_payload_bytes> payload;
    FixedOutputArchive archive(std::as_writable_bytes(std::span(payload)));
    archive(attribute_blob, blob);
    return payload;
}

BlobRef blob_of(std::string_view extended_payload) {
    const std::byte* place = as_bytes(extended_payload) + 1;
    return {load<std::uint64_t>(place),
            load<std::uint64_t>(place + 8),
            load<std::uint64_t>(place + 16)};
}

std::uint64_t external_bytes(const EntryView& entry) {
    return entry.is_extended ? blob_bytes(blob_of(entry.payload).value_bytes) : 0;
}

bool is_payload(std::string_view extended_payload, std::uint64_t leaf_offset) {
    if (extended_payload.size() != blob_payload_bytes) return false;
    if (static_cast<std::uint8_t>(extended_payload[0]) != attribute_blob) return false;
    const BlobRef blob = blob_of(extended_payload);
    return blob.value_bytes > inline_value_bytes_max && blob.value_bytes <= value_bytes_max &&
           blob.offset % record_alignment == 0 && blob.offset >= records_begin &&
           blob.offset < leaf_offset && blob_bytes(blob.value_bytes) <= leaf_offset - blob.offset;
}

}  // namespace dbdb::format
