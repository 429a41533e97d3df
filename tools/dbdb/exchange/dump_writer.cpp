#include "exchange/dump_writer.hpp"

#include <string>
#include <utility>

#include "exchange/entry_fields.hpp"
#include "text/escape.hpp"
#include "text/hex.hpp"
#include "text/json_object.hpp"

namespace dbdb::exchange {

DumpWriter::DumpWriter(DumpFormat format, text::Write write, std::uint64_t map_bytes)
    : format_(format), write_(std::move(write)), map_bytes_(map_bytes) {}

/// The loaders of LMDB stop at 1 MiB without a map size; those of Berkeley DB do not know the word.
void DumpWriter::begin(std::string_view keyspace) {
    keyspace_ = keyspace;
    if (!has_header()) return;
    write_("VERSION=3\nformat=bytevalue\n");
    if (!keyspace_.empty()) write_("database=" + keyspace_ + "\n");
    write_("type=btree\n");
    if (format_ == DumpFormat::lmdb) write_("mapsize=" + std::to_string(map_bytes_) + "\n");
    write_("HEADER=END\n");
}

void DumpWriter::record(std::string_view key, std::string_view value, const EntryOptions& entry) {
    if (format_ == DumpFormat::jsonl) return json_record(key, value, entry);
    if (format_ == DumpFormat::tsv) return tsv_record(key, value);
    item(key);
    item(value);
}

void DumpWriter::end() {
    if (has_header()) write_("DATA=END\n");
}

void DumpWriter::json_record(std::string_view key,
                             std::string_view value,
                             const EntryOptions& entry) {
    text::JsonObject object(write_);
    if (!keyspace_.empty()) object.bytes("keyspace", keyspace_);
    object.bytes("key", key);
    object.bytes("value", value);
    add_entry_fields(entry, object, write_);
    object.end();
    write_("\n");
}

void DumpWriter::tsv_record(std::string_view key, std::string_view value) {
    text::escape(key, write_);
    write_("\t");
    text::escape(value, write_);
    write_("\n");
}

void DumpWriter::item(std::string_view bytes) {
    write_(" ");
    text::encode_hex(bytes, write_);
    write_("\n");
}

bool DumpWriter::has_header() const {
    return format_ == DumpFormat::bdb || format_ == DumpFormat::lmdb;
}

}  // namespace dbdb::exchange
