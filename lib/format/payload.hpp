/// What an extended entry carries: attributes, then the value or the blob that holds it.
///
/// A first byte says which attributes there are; they follow in the order of its bits, and what is
/// behind them is the value, or for one too large for a leaf the ref of its blob, a record of its
/// own that lies below the leaf. Byte layout: lib/FORMAT.md, "Payload" and "Blob".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/entry.hpp"
#include "format/ref.hpp"
#include "format/tag_list.hpp"

namespace dbdb::format {

/// Values above this many bytes stand in a blob.
inline constexpr std::size_t inline_value_bytes_max = 1024;

/// The attributes of a payload; further bits are for later formats and refused by this one.
inline constexpr std::uint8_t attribute_blob = 1;
inline constexpr std::uint8_t attribute_deadline = 2;
inline constexpr std::uint8_t attribute_times = 4;
inline constexpr std::uint8_t attribute_tags = 8;
inline constexpr std::uint8_t attribute_content_type = 16;
inline constexpr std::uint8_t attribute_compressed = 32;
inline constexpr std::uint8_t attributes_known = 63;

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

inline constexpr std::size_t blob_ref_bytes = 24;
inline constexpr std::size_t blob_payload_bytes = 1 + blob_ref_bytes;

/// When an entry was made and when it was last set, in ns since 1970, UTC.
struct EntryTimes {
    std::int64_t created_ns = 0;
    std::int64_t updated_ns = 0;

    friend bool operator==(const EntryTimes&, const EntryTimes&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(created_ns, updated_ns);
    }
};

/// What an entry has beside key and value.
struct Attributes {
    std::optional<std::int64_t> deadline_ms{};  ///< Gone from then on; in ms since 1970, UTC.
    std::optional<EntryTimes> times{};
    TagList tags{};
    std::string_view content_type{};  ///< At most 255 bytes; empty for none.

    bool is_none() const { return !deadline_ms && !times && tags.empty() && content_type.empty(); }

    friend bool operator==(const Attributes&, const Attributes&) = default;
};

/// A payload read in place; only of bytes that `is_payload` accepts. What is not there costs
/// nothing, what is there is found without looking at what it holds.
class PayloadView {
public:
    explicit PayloadView(std::string_view payload) : payload_(payload) {}

    bool has(std::uint8_t attribute) const { return (first_byte() & attribute) != 0; }

    std::optional<std::int64_t> deadline_ms() const {
        if (!has(attribute_deadline)) return std::nullopt;
        return load<std::int64_t>(at(1));
    }

    std::optional<EntryTimes> times() const {
        if (!has(attribute_times)) return std::nullopt;
        const std::byte* place = at(times_offset());
        return EntryTimes{load<std::int64_t>(place), load<std::int64_t>(place + 8)};
    }

    TagList tags() const {
        if (!has(attribute_tags)) return {};
        return TagList(payload_.substr(tags_offset() + 2, tag_bytes()));
    }

    std::string_view content_type() const {
        if (!has(attribute_content_type)) return {};
        return payload_.substr(content_type_offset() + 1, content_type_bytes());
    }

    Attributes attributes() const { return {deadline_ms(), times(), tags(), content_type()}; }

    /// Bytes of a compressed value before it was compressed; 0 when it is not.
    std::uint64_t raw_bytes() const {
        return has(attribute_compressed) ? load<std::uint64_t>(at(raw_bytes_offset())) : 0;
    }

    /// What stands behind the attributes: the value as it is stored, or the ref of its blob.
    std::string_view rest() const { return payload_.substr(rest_offset()); }

    /// Only with `attribute_blob`.
    BlobRef blob() const {
        const std::byte* place = at(payload_.size() - blob_ref_bytes);
        return {load<std::uint64_t>(place),
                load<std::uint64_t>(place + 8),
                load<std::uint64_t>(place + 16)};
    }

    /// Bytes of the value as it is stored, wherever it is.
    std::uint64_t stored_bytes() const {
        return has(attribute_blob) ? blob().value_bytes : payload_.size() - rest_offset();
    }

    /// Bytes of the value.
    std::uint64_t value_bytes() const {
        return has(attribute_compressed) ? raw_bytes() : stored_bytes();
    }

private:
    std::uint8_t first_byte() const { return static_cast<std::uint8_t>(payload_[0]); }

    const std::byte* at(std::size_t offset) const { return as_bytes(payload_) + offset; }

    std::size_t times_offset() const { return has(attribute_deadline) ? 9 : 1; }

    std::size_t tags_offset() const { return times_offset() + (has(attribute_times) ? 16 : 0); }

    std::size_t tag_bytes() const { return load<std::uint16_t>(at(tags_offset())); }

    std::size_t content_type_offset() const {
        return tags_offset() + (has(attribute_tags) ? 2 + tag_bytes() : 0);
    }

    std::size_t content_type_bytes() const { return load<std::uint8_t>(at(content_type_offset())); }

    std::size_t raw_bytes_offset() const {
        return content_type_offset() + (has(attribute_content_type) ? 1 + content_type_bytes() : 0);
    }

    std::size_t rest_offset() const {
        return raw_bytes_offset() + (has(attribute_compressed) ? 8 : 0);
    }

    std::string_view payload_;
};

/// Puts the payload of an entry with these attributes into `target`, over what it held: with its
/// value, or with the blob that holds it. One without a blob has an attribute at least. Of a
/// compressed value `raw_bytes` is its length before it was compressed, of others 0.
void write_payload(std::vector<std::byte>& target,
                   const Attributes& attributes,
                   std::string_view value,
                   std::uint64_t raw_bytes = 0);
void write_payload(std::vector<std::byte>& target,
                   const Attributes& attributes,
                   const BlobRef& blob,
                   std::uint64_t raw_bytes = 0);

/// The payload of an entry that has nothing but a value, which is in `blob`.
std::array<char, blob_payload_bytes> blob_payload(const BlobRef& blob);

/// `payload`, which has a blob, with another one.
std::string with_blob(std::string_view payload, const BlobRef& blob);

/// Whether the value of `entry` is in a blob.
inline bool has_blob(const EntryView& entry) {
    return entry.is_extended && PayloadView(entry.payload).has(attribute_blob);
}

/// Whether the value of `entry` is compressed.
inline bool is_compressed(const EntryView& entry) {
    return entry.is_extended && PayloadView(entry.payload).has(attribute_compressed);
}

/// The blob that an extended payload names. Only for entries that have one.
inline BlobRef blob_of(std::string_view extended_payload) {
    return PayloadView(extended_payload).blob();
}

/// What `entry` has beside key and value; nothing when it is plain.
inline Attributes attributes_of(const EntryView& entry) {
    return entry.is_extended ? PayloadView(entry.payload).attributes() : Attributes{};
}

/// Bytes of the value of `entry`, as it was given: before compression, wherever it lies.
inline std::uint64_t value_bytes(const EntryView& entry) {
    return entry.is_extended ? PayloadView(entry.payload).value_bytes() : entry.payload.size();
}

/// Bytes of the file that an entry needs beside its leaf: those of its blob.
std::uint64_t external_bytes(const EntryView& entry);

/// Whether the bytes of an extended payload, in a leaf at `leaf_offset`, make sense.
bool is_payload(std::string_view extended_payload, std::uint64_t leaf_offset);

}  // namespace dbdb::format
