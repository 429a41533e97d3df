#include "format/payload.hpp"

#include "dbdb/options.hpp"

#include "format/archive.hpp"
#include "format/compression.hpp"
#include "format/superblock.hpp"

namespace dbdb::format {

namespace {

std::uint8_t bits_of(const Attributes& attributes) {
    unsigned bits = 0;
    if (attributes.deadline_ms) bits |= attribute_deadline;
    if (attributes.times) bits |= attribute_times;
    if (!attributes.tags.empty()) bits |= attribute_tags;
    if (!attributes.content_type.empty()) bits |= attribute_content_type;
    return static_cast<std::uint8_t>(bits);
}

void write_attributes(OutputArchive& archive,
                      unsigned first_byte,
                      const Attributes& attributes,
                      std::uint64_t raw_bytes) {
    if (raw_bytes != 0) first_byte |= attribute_compressed;
    archive(static_cast<std::uint8_t>(first_byte));
    if (attributes.deadline_ms) archive(*attributes.deadline_ms);
    if (attributes.times) archive(*attributes.times);
    if (const std::string_view tags = attributes.tags.bytes(); !tags.empty()) {
        archive(static_cast<std::uint16_t>(tags.size()));
        archive.append(tags.data(), tags.size());
    }
    if (const std::string_view type = attributes.content_type; !type.empty()) {
        archive(static_cast<std::uint8_t>(type.size()));
        archive.append(type.data(), type.size());
    }
    if (raw_bytes != 0) archive(raw_bytes);
}

bool is_blob_ref(const BlobRef& blob, std::uint64_t leaf_offset) {
    return blob.value_bytes > inline_value_bytes_max && blob.value_bytes <= value_bytes_max &&
           blob.offset % record_alignment == 0 && blob.offset >= records_begin &&
           blob.offset < leaf_offset && blob_bytes(blob.value_bytes) <= leaf_offset - blob.offset;
}

bool is_compressed_size(const PayloadView& payload) {
    const std::uint64_t raw_bytes = payload.raw_bytes();
    return raw_bytes <= value_bytes_max && is_worthwhile(payload.stored_bytes(), raw_bytes);
}

/// Takes `bytes` off the front of `rest`, when there are so many.
bool skip(std::string_view& rest, std::size_t bytes) {
    if (bytes > rest.size()) return false;
    rest.remove_prefix(bytes);
    return true;
}

bool skip_tags(std::string_view& rest) {
    if (rest.size() < 2) return false;
    const std::size_t bytes = load<std::uint16_t>(as_bytes(rest));
    const std::string_view list = rest.substr(2, bytes);
    return skip(rest, 2 + bytes) && is_tag_list(list);
}

bool skip_content_type(std::string_view& rest) {
    if (rest.empty()) return false;
    const std::size_t bytes = static_cast<unsigned char>(rest[0]);
    return bytes > 0 && skip(rest, 1 + bytes);
}

}  // namespace

void write_payload(std::vector<std::byte>& target,
                   const Attributes& attributes,
                   std::string_view value,
                   std::uint64_t raw_bytes) {
    target.clear();
    OutputArchive archive(target);
    write_attributes(archive, bits_of(attributes), attributes, raw_bytes);
    if (!value.empty()) archive.append(value.data(), value.size());
}

void write_payload(std::vector<std::byte>& target,
                   const Attributes& attributes,
                   const BlobRef& blob,
                   std::uint64_t raw_bytes) {
    target.clear();
    OutputArchive archive(target);
    write_attributes(
        archive, attribute_blob | unsigned{bits_of(attributes)}, attributes, raw_bytes);
    archive(blob);
}

std::array<char, blob_payload_bytes> blob_payload(const BlobRef& blob) {
    std::array<char, blob_payload_bytes> payload;
    FixedOutputArchive archive(std::as_writable_bytes(std::span(payload)));
    archive(attribute_blob, blob);
    return payload;
}

std::string with_blob(std::string_view payload, const BlobRef& blob) {
    std::string changed(payload);
    const std::span last = std::span(changed).last(blob_ref_bytes);
    FixedOutputArchive archive(std::as_writable_bytes(last));
    archive(blob);
    return changed;
}

std::uint64_t external_bytes(const EntryView& entry) {
    return has_blob(entry) ? blob_bytes(blob_of(entry.payload).value_bytes) : 0;
}

bool is_payload(std::string_view extended_payload, std::uint64_t leaf_offset) {
    if (extended_payload.empty()) return false;
    const PayloadView payload(extended_payload);
    const auto attributes = static_cast<std::uint8_t>(extended_payload[0]);
    if (attributes == 0 || (attributes & ~attributes_known) != 0) return false;
    std::string_view rest = extended_payload.substr(1);
    if (payload.has(attribute_deadline) && !skip(rest, 8)) return false;
    if (payload.has(attribute_times) && !skip(rest, 16)) return false;
    if (payload.has(attribute_tags) && !skip_tags(rest)) return false;
    if (payload.has(attribute_content_type) && !skip_content_type(rest)) return false;
    if (payload.has(attribute_compressed) && !skip(rest, 8)) return false;
    if (payload.has(attribute_blob) &&
        (rest.size() != blob_ref_bytes || !is_blob_ref(payload.blob(), leaf_offset))) {
        return false;
    }
    return !payload.has(attribute_compressed) || is_compressed_size(payload);
}

}  // namespace dbdb::format
