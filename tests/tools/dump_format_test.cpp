#include "exchange/dump_format.hpp"

#include <doctest/doctest.h>

#include "collect.hpp"
#include "exchange/dump_writer.hpp"
#include "exchange/lmdb_need.hpp"
#include "exchange/tsv_reader.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;
using namespace exchange;

std::string dumped(const Records& records, DumpFormat format, const DumpStyle& style = {}) {
    return written([&](const text::Write& write) {
        DumpWriter writer(format, write, style);
        writer.begin();
        for (const auto& [key, value] : records)
            writer.record(key, value, {});
        writer.end();
    });
}

auto reader_for(DumpFormat format) {
    return
        [format](LineSource& source, const TakeRecord& take) { read_dump(source, format, take); };
}

std::optional<DumpFormat> detected(std::string_view text) {
    LineSource source(reader_of(text));
    return detect_dump_format(source);
}

constexpr DumpFormat all_formats[]{DumpFormat::jsonl,
                                   DumpFormat::bdb,
                                   DumpFormat::lmdb,
                                   DumpFormat::tsv,
                                   DumpFormat::csv,
                                   DumpFormat::resp,
                                   DumpFormat::ldb};

std::string every_byte() {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += static_cast<char>(byte);
    return bytes;
}

const Records hard_records{{"", ""},
                           {"\0"s, "\xFF\xFE"},
                           {"-dash", "line\nbreak"},
                           {"VERSION=3", "DATA=END"},
                           {"back\\slash", "tab\there"},
                           {"{\"key\":1}", "\xE2\x82\xAC"},
                           {std::string(5000, '\x80'), std::string(70'000, 'v')},
                           {every_byte(), every_byte() + every_byte()}};

TEST_CASE("what is dumped in a format is read back from it") {
    for (const DumpFormat format : all_formats) {
        CAPTURE(dump_format_name(format));
        for (const text::Spelling spelling : {text::Spelling::hex, text::Spelling::base64}) {
            const std::string text = dumped(hard_records, format, {4096, spelling});

            CHECK(records_in(reader_for(format), text) == hard_records);
        }
        CHECK(dump_format_named(dump_format_name(format)) == format);
    }
}

TEST_CASE("a dump cut at any byte gives no record that was not there") {
    const Records records{{"a", "1\n2"}, {"b,\"", "\r\n\xFF"}, {"", ""}, {"dd", "e"}};
    for (const DumpFormat format : all_formats) {
        CAPTURE(dump_format_name(format));
        const std::string whole = dumped(records, format);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            CAPTURE(length);
            const std::string cut = whole.substr(0, length);
            if (!problem_in(reader_for(format), cut).empty()) continue;
            const Records found = records_in(reader_for(format), cut);
            CHECK(found == Records(records.begin(), records.begin() + std::ssize(found)));
            const bool tells_its_end = format == DumpFormat::ldb || format == DumpFormat::bdb ||
                                       format == DumpFormat::lmdb;
            CHECK((!tells_its_end || length + 1 == whole.size()));
        }
    }
}

TEST_CASE("each format has the bytes that other programs expect") {
    const Records records{{"a", "b\xFF"}};

    CHECK(dumped(records, DumpFormat::jsonl) == "{\"key\":\"a\",\"value_base64\":\"Yv8=\"}\n");
    CHECK(dumped(records, DumpFormat::tsv) == "a\tb\\xff\n");
    CHECK(dumped(records, DumpFormat::bdb) ==
          "VERSION=3\nformat=bytevalue\ntype=btree\nHEADER=END\n 61\n 62ff\nDATA=END\n");
    CHECK(dumped(records, DumpFormat::lmdb, {8192}) ==
          "VERSION=3\nformat=bytevalue\ntype=btree\nmapsize=8192\nHEADER=END\n 61\n 62ff\n"
          "DATA=END\n");
    CHECK(dumped({{"a", ""}, {"b,", "\""}}, DumpFormat::csv) ==
          "key,value\r\na,\"\"\r\n\"b,\",\"\"\"\"\r\n");
    CHECK(dumped(records, DumpFormat::csv, {0, text::Spelling::hex}) ==
          "key_hex,value_hex\r\n61,62ff\r\n");
    CHECK(dumped(records, DumpFormat::resp) == "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$2\r\nb\xFF\r\n");
    CHECK(dumped(records, DumpFormat::ldb) == "0x61 ==> 0x62ff\nKeys in range: 1\n");
}

TEST_CASE("the first bytes tell the format") {
    CHECK(detected("VERSION=3\n") == DumpFormat::bdb);
    CHECK(detected("{\"key\"") == DumpFormat::jsonl);
    CHECK(detected(" \n\t{") == DumpFormat::jsonl);
    CHECK(detected("") == DumpFormat::jsonl);
    CHECK(detected("\n") == DumpFormat::jsonl);
    for (const DumpFormat format : all_formats) {
        const bool tells = format != DumpFormat::tsv && format != DumpFormat::lmdb;
        if (tells) CHECK(detected(dumped(hard_records, format)) == format);
    }
    CHECK(detected("Keys in range: 0\n") == DumpFormat::ldb);
    CHECK(detected("#TS:1\r\n*1") == DumpFormat::resp);
    CHECK(detected("\"value\",\"key\"\n") == DumpFormat::csv);
    CHECK_FALSE(detected("keys,values\n").has_value());
    CHECK_FALSE(detected("key").has_value());
    CHECK_FALSE(detected("key\tvalue\n").has_value());
    CHECK_FALSE(detected("VERSION").has_value());
    CHECK_FALSE(detected("\x89PNG").has_value());
    CHECK_FALSE(detected(std::string(1000, ' ')).has_value());
}

TEST_CASE("formats are known by their names alone") {
    CHECK(dump_format_named("lmdb") == DumpFormat::lmdb);
    CHECK_FALSE(dump_format_named("JSONL").has_value());
    CHECK_FALSE(dump_format_named("").has_value());
}

TEST_CASE("a line of tab-separated values is refused when it is no record") {
    CHECK(problem_in(read_tsv, "a\tb\nc\n") == "line 2: no tab between key and value");
    CHECK(problem_in(read_tsv, "a\tb\tc\n") ==
          "line 1: more than one tab; write a tab of a value as \\t");
    CHECK(problem_in(read_tsv, "a\tb") ==
          "line 1: the last line has no newline; it may be truncated");
    CHECK(problem_in(read_tsv, "a\t\\q\n") ==
          "line 1: a backslash must be followed by \\, t, n, r, 0 or x and two hexadecimal digits");
    CHECK(problem_in(read_tsv, "\t\n") == "");
}

TEST_CASE("keys that LMDB cannot hold are told before anything is written") {
    LmdbNeed need;

    CHECK(need.add(std::string(511, 'k'), "v") == std::nullopt);
    CHECK(need.add("", "v") == "LMDB takes keys of 1 to 511 bytes, '' has 0");
    CHECK(need.add(std::string(512, 'k'), "v").has_value());
    CHECK(need.add("k", {"", std::size_t{1} << 32}).value().starts_with("LMDB takes values below"));
}

TEST_CASE("the map size for LMDB is of whole pages and more than the records") {
    LmdbNeed need;
    const std::uint64_t empty_bytes = need.map_bytes();
    for (int record = 0; record < 1000; ++record)
        need.add("key", std::string(3000, 'v'));

    CHECK(empty_bytes >= 1 << 20);
    CHECK(need.map_bytes() % 4096 == 0);
    CHECK(need.map_bytes() > empty_bytes + 1000 * 4096);
}

}  // namespace
}  // namespace dbdb::test
