#include "database/recompression.hpp"

#include <vector>

#include "format/compression.hpp"
#include "format/payload.hpp"
#include "keyspace/compression.hpp"

namespace dbdb::database {

namespace {

/// Past the marks, as everything is read that is copied.
std::string_view checked_value(const tree::Source& source, const format::EntryView& entry) {
    if (!format::has_blob(entry)) return source.stored_value(entry);
    const format::BlobRef blob = format::blob_of(entry.payload);
    source.check(blob);
    return format::as_text(source.data() + blob.offset + format::blob_header_bytes,
                           blob.value_bytes);
}

}  // namespace

std::optional<std::string> Recompression::payload_of(const tree::Source& source,
                                                     const format::EntryView& entry,
                                                     transaction::Appender& target) const {
    const auto level = keyspace::compression_level(options_);
    const std::uint64_t bytes = format::value_bytes(entry);
    const bool may_gain = level && !format::is_compressed(entry) &&
                          keyspace::is_long_enough(options_, bytes) &&
                          bytes <= source.identity().reading.decompressed_bytes_max;
    if (!may_gain) return std::nullopt;
    const auto frame = format::compressed(checked_value(source, entry), *level);
    if (!frame) return std::nullopt;
    const format::Attributes attributes = format::attributes_of(entry);
    std::vector<std::byte> payload;
    if (frame->size() > format::inline_value_bytes_max) {
        format::write_payload(payload, attributes, target.append_blob(*frame), bytes);
    } else {
        format::write_payload(payload, attributes, *frame, bytes);
    }
    return std::string(format::as_text(payload.data(), payload.size()));
}

}  // namespace dbdb::database
