#include "exchange/dump_format.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "exchange/bdb_reader.hpp"
#include "exchange/csv.hpp"
#include "exchange/jsonl_reader.hpp"
#include "exchange/ldb.hpp"
#include "exchange/resp.hpp"
#include "exchange/tsv_reader.hpp"

namespace dbdb::exchange {

namespace {

/// Enough for the longest sign of a format, and for some white space before a JSON object.
constexpr std::size_t sign_bytes_max = 64;

constexpr std::array names{std::pair{DumpFormat::jsonl, std::string_view("jsonl")},
                           std::pair{DumpFormat::bdb, std::string_view("bdb")},
                           std::pair{DumpFormat::lmdb, std::string_view("lmdb")},
                           std::pair{DumpFormat::tsv, std::string_view("tsv")},
                           std::pair{DumpFormat::csv, std::string_view("csv")},
                           std::pair{DumpFormat::resp, std::string_view("resp")},
                           std::pair{DumpFormat::ldb, std::string_view("ldb")}};

struct Sign {
    std::string_view begin{};
    DumpFormat format{};
};

constexpr std::array signs{Sign{"VERSION=", DumpFormat::bdb},
                           Sign{"*", DumpFormat::resp},
                           Sign{"#TS:", DumpFormat::resp},
                           Sign{"0x", DumpFormat::ldb},
                           Sign{"Keys in range: ", DumpFormat::ldb}};

}  // namespace

std::optional<DumpFormat> dump_format_named(std::string_view name) {
    for (const auto& [format, known] : names)
        if (known == name) return format;
    return std::nullopt;
}

std::string_view dump_format_name(DumpFormat format) {
    return names[static_cast<std::size_t>(format)].second;
}

bool names_keyspaces(DumpFormat format) {
    return format == DumpFormat::jsonl || format == DumpFormat::bdb || format == DumpFormat::lmdb;
}

std::optional<DumpFormat> detect_dump_format(LineSource& source) {
    const std::string_view begin = source.peek(sign_bytes_max);
    for (const Sign& sign : signs)
        if (begin.starts_with(sign.begin)) return sign.format;
    if (begins_csv(begin)) return DumpFormat::csv;
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
        case DumpFormat::csv:
            return read_csv(source, take);
        case DumpFormat::resp:
            return read_resp(source, take);
        case DumpFormat::ldb:
            return read_ldb(source, take);
    }
}

}  // namespace dbdb::exchange
