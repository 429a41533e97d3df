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

std::string dumped(const Records& records, DumpFormat format, std::uint64_t map_bytes = 0) {
    return written([&](const text::Write& write) {
        DumpWriter writer(format, write, map_bytes);
        writer.begin();
        for (const auto& [key, value] : records)
            writer.record(key, value, {});
        writer.end();
    });
}

std::optional<DumpFormat> detected(std::string_view text) {
    LineSource source(reader_of(text));
    return detect_dump_format(source);
}

const Records hard_records{{"", ""},
                           {"\0"s, "\xFF\xFE"},
                           {"-dash", "line\nbreak"},
                           {"VERSION=3", "DATA=END"},
                           {"back\\slash", "tab\there"},
                           {"{\"key\":1}", "\xE2\x82\xAC"},
                           {std::string(5000, '\x80'), std::string(70'000, 'v')}};

TEST_CASE("what is dumped in a format is read back from it") {
    for (const DumpFormat format :
         {DumpFormat::jsonl, DumpFormat::bdb, DumpFormat::lmdb, DumpFormat::tsv}) {
        const std::string text = dumped(hard_records, format, 4096);
        CAPTURE(text);
        const auto read = [format](LineSource& source, const TakeRecord& take) {
            read_dump(source, format, take);
        };

        CHECK(records_in(read, text) == hard_records);
    }
}

TEST_CASE("each format has the bytes that other programs expect") {
    const Records records{{"a", "b\xFF"}};

    CHECK(dumped(records, DumpFormat::jsonl) == "{\"key\":\"a\",\"value_base64\":\"Yv8=\"}\n");
    CHECK(dumped(records, DumpFormat::tsv) == "a\tb\\xff\n");
    CHECK(dumped(records, DumpFormat::bdb) ==
          "VERSION=3\nformat=bytevalue\ntype=btree\nHEADER=END\n 61\n 62ff\nDATA=END\n");
    CHECK(dumped(records, DumpFormat::lmdb, 8192) ==
          "VERSION=3\nformat=bytevalue\ntype=btree\nmapsize=8192\nHEADER=END\n 61\n 62ff\n"
          "DATA=END\n");
}

TEST_CASE("the first bytes tell the format") {
    CHECK(detected("VERSION=3\n") == DumpFormat::bdb);
    CHECK(detected("{\"key\"") == DumpFormat::jsonl);
    CHECK(detected(" \n\t{") == DumpFormat::jsonl);
    CHECK(detected("") == DumpFormat::jsonl);
    CHECK(detected("\n") == DumpFormat::jsonl);
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
