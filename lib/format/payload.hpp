/// What an extended entry carries: attributes, then the value or the blob that holds it.
///
/// A blob is a value too large for a leaf, in a record of its own that lies below the leaf. Byte
/// layout: lib/FORMAT.md, "Payload" and "Blob".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "format/entry.hpp"
#include "format/ref.hpp"

namespace dbdb::format {

/// Values above this many bytes stand in a blob.
inline constexpr std::size_t inline_value_bytes_max = 1024;

/// The attributes of a payload; further bits are for later formats and refused by this one.
inline constexpr std::uint8_t attribute_blob = 1;

inline constexpr std::uint32_t blob_tag = 0x424F4C42;  // "BLOB"

/// What stands before a blob's value in the file.
struct BlobHeader {
    std::uint32_t tag = blob_tag;
    std::uint32_t reserved = 0;
    std::uint64_t value_bytes = 0;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(tag, reserved, value_bytes);
    }
};

inline constexpr std::size_t blob_header_bytes = 16;

/// Length in the file of a blob with such a value.
constexpr std::uint64_t blob_bytes(std::uint64_t value_bytes) {
    return aligned(blob_header_bytes + value_bytes);
}

/// How an entry names its blob. The checksum covers the whole record, header and padding too.
struct BlobRef {
    std::uint64_t offset = 0;
    std::uint64_t value_bytes = 0;
    std::uint64_t checksum = 0;

    friend bool operator==(const BlobRef&, const BlobRef&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(offset, value_bytes, checksum);
    }
};

inline constexpr std::size_t blob_payload_bytes = 25;

/// The payload of an entry whose value is `blob`.
std::array<char, blob_payload_bytes> blob_payload(const BlobRef& blob);

/// The blob that an extended payload names. Only for payloads that `is_payload` accepts.
BlobRef blob_of(std::string_view extended_payload);

/// Bytes of the file that an entry needs beside its leaf: those of its blob.
std::uint64_t external_bytes(const EntryView& entry);

/// Whether the bytes of an extended payload, in a leaf at `leaf_offset`, make sense.
bool is_payload(std::string_view extended_payload, std::uint64_t leaf_offset);

}  // namespace dbdb::format
