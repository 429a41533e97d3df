#include "exchange/dump_format.hpp"

#include "exchange/bdb_reader.hpp"
#include "exchange/jsonl_reader.hpp"
#include "exchange/tsv_reader.hpp"

namespace dbdb::exchange {

namespace {

/// Enough for the longest sign of a format, and for some white space before a JSON object.
constexpr std::size_t sign_bytes_max = 64;

}  // namespace

std::optional<DumpFormat> dump_format_named(std::string_view name) {
    if (name == "jsonl") return DumpFormat::jsonl;
    if (name == "bdb") return DumpFormat::bdb;
    if (name == "lmdb") return DumpFormat::lmdb;
    if (name == "tsv") return DumpFormat::tsv;
    return std::nullopt;
}

std::optional<DumpFormat> detect_dump_format(LineSource& source) {
    const std::string_view begin = source.peek(sign_bytes_max);
    if (begin.starts_with("VERSION=")) return DumpFormat::bdb;
    const std::size_t first = begin.find_first_not_of(" \t\r\n");
    const bool blank = first == std::string_view::npos && begin.size() < sign_bytes_max;
    if (blank || (first != std::string_view::npos && begin[first] == '{')) return DumpFormat::jsonl;
    return std::nullopt;
}

void read_dump(LineSource& source, DumpFormat format, const TakeRecord& take) {
    switch (format) {
        case DumpFormat::jsonl:
            return read_jsonl(source, take);
        case DumpFormat::bdb:
        case DumpFormat::lmdb:
            return read_bdb(source, take);
        case DumpFormat::tsv:
            return read_tsv(source, take);
    }
}

}  // namespace dbdb::exchange
