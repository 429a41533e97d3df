#include "exchange/dump_writer.hpp"

#include <string>
#include <utility>

#include "exchange/csv.hpp"
#include "exchange/entry_fields.hpp"
#include "exchange/ldb.hpp"
#include "exchange/resp.hpp"
#include "text/escape.hpp"
#include "text/hex.hpp"
#include "text/json_object.hpp"

namespace dbdb::exchange {

DumpWriter::DumpWriter(DumpFormat format, text::Write write, const DumpStyle& style)
    : format_(format), write_(std::move(write)), style_(style) {}

/// The loaders of LMDB stop at 1 MiB without a map size; those of Berkeley DB do not know the word.
void DumpWriter::begin(std::string_view keyspace) {
    keyspace_ = keyspace;
    if (format_ == DumpFormat::csv) write_csv_header(style_.spelling, write_);
    if (!has_header()) return;
    write_("VERSION=3\nformat=bytevalue\n");
    if (!keyspace_.empty()) write_("database=" + keyspace_ + "\n");
    write_("type=btree\n");
    if (format_ == DumpFormat::lmdb) write_("mapsize=" + std::to_string(style_.map_bytes) + "\n");
    write_("HEADER=END\n");
}

void DumpWriter::record(std::string_view key, std::string_view value, const EntryOptions& entry) {
    ++records_;
    switch (format_) {
        case DumpFormat::jsonl:
            return json_record(key, value, entry);
        case DumpFormat::bdb:
        case DumpFormat::lmdb:
            item(key);
            return item(value);
        case DumpFormat::tsv:
            return tsv_record(key, value);
        case DumpFormat::csv:
            return write_csv_record(key, value, style_.spelling, write_);
        case DumpFormat::resp:
            return write_resp_record(key, value, entry, write_);
        case DumpFormat::ldb:
            return write_ldb_record(key, value, write_);
    }
}

void DumpWriter::end() {
    if (has_header()) write_("DATA=END\n");
    if (format_ == DumpFormat::ldb) write_ldb_end(records_, write_);
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
