#include "format/keyspace_record.hpp"

#include <algorithm>

#include "format/archive.hpp"
#include "format/bytes.hpp"
#include "format/layout.hpp"

namespace dbdb::format {

namespace {

bool is_sound(const KeyspaceRecord& record, std::uint64_t leaf_offset) {
    return record.options.compression <= Compression::zstd &&
           std::ranges::all_of(record.trees(),
                               [&](const Root* root) { return is_sound_root(*root, leaf_offset); });
}

}  // namespace

KeyspaceRecordBytes encode(const KeyspaceRecord& record) {
    KeyspaceRecordBytes bytes;
    FixedOutputArchive archive(std::as_writable_bytes(std::span(bytes)));
    archive(keyspace_record_version, record);
    return bytes;
}

std::optional<KeyspaceRecord> decode_keyspace_record(std::string_view bytes,
                                                     std::uint64_t leaf_offset) {
    if (bytes.size() != keyspace_record_bytes) return std::nullopt;
    try {
        InputArchive archive({as_bytes(bytes), bytes.size()});
        std::uint8_t version = 0;
        KeyspaceRecord record;
        archive(version, record);
        if (version != keyspace_record_version || !is_sound(record, leaf_offset)) {
            return std::nullopt;
        }
        return record;
    } catch (const DecodeError&) {
        return std::nullopt;
    }
}

}  // namespace dbdb::format
