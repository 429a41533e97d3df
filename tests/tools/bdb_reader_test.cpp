#include "exchange/bdb_reader.hpp"

#include <doctest/doctest.h>

#include "collect.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;
using exchange::read_bdb;

const std::string bytevalue = "VERSION=3\nformat=bytevalue\ntype=btree\nHEADER=END\n";
const std::string print = "VERSION=3\nformat=print\ntype=btree\nHEADER=END\n";

TEST_CASE("hexadecimal items of either case and empty ones are read") {
    const Records records =
        records_in(read_bdb, bytevalue + " 61\n 00fF\n \n \n 4A\n 4b4B\nDATA=END\n");

    CHECK(records == Records{{"a", "\0\xFF"s}, {"", ""}, {"J", "KK"}});
}

TEST_CASE("printed items are read with their escapes") {
    const Records records =
        records_in(read_bdb, print + " a b\n \\00\\ff\\\\\n  leading\n \\5cend\nDATA=END\n");

    CHECK(records == Records{{"a b", "\0\xFF\\"s}, {" leading", "\\end"}});
}

TEST_CASE("keywords of both tools are passed over") {
    const std::string header =
        "VERSION=2\nformat=bytevalue\ntype=hash\nmapsize=1048576\nmaxreaders=126\n"
        "mapaddr=0x7f0000000000\ndb_pagesize=4096\nreversekey=1\nintegerkey=1\nduplicates=0\n"
        "h_ffactor=40\nh_nelem=5\nbt_minkey=2\nkeys=1\nHEADER=END\n";

    CHECK(records_in(read_bdb, header + "DATA=END") == Records{});
}

TEST_CASE("a header that cannot be loaded is refused with its line") {
    const Example examples[] = {
        {"format=print\nHEADER=END\n", "line 1: a dump begins with VERSION="},
        {"VERSION=4\n", "line 1: dump version '4' is not known; 3 is the newest"},
        {"VERSION=x\n", "line 1: dump version 'x' is not known; 3 is the newest"},
        {"VERSION=3\nformat=text\n", "line 2: format 'text' is neither bytevalue nor print"},
        {"VERSION=3\ntype=recno\n", "line 2: a dump of type recno has no keys to load"},
        {"VERSION=3\ntype=queue\n", "line 2: a dump of type queue has no keys to load"},
        {"VERSION=3\ntype=heap\n", "line 2: type 'heap' is neither btree nor hash"},
        {"VERSION=3\nnothing\n", "line 2: not a line of a dump's header: 'nothing'"},
    };
    for (const Example& example : examples) {
        CAPTURE(example.text);
        CHECK(problem_in(read_bdb, example.text) == example.problem);
    }
}

TEST_CASE("a dump cut at any byte before its end is refused") {
    const std::string whole = bytevalue + " 6162\n 6364\n 65\n \nDATA=END";
    CHECK(records_in(read_bdb, whole).size() == 2);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CAPTURE(length);
        CHECK(problem_in(read_bdb, whole.substr(0, length)) != "");
    }
    CHECK(problem_in(read_bdb, bytevalue + " 61\n 62\n") ==
          "line 6: no DATA=END behind this line; the input is truncated");
}

TEST_CASE("data that is no pair of items is refused with its line") {
    const Example examples[] = {
        {bytevalue + " 6\n", "line 5: not an even number of hexadecimal digits"},
        {bytevalue + " 6g\n", "line 5: not an even number of hexadecimal digits"},
        {bytevalue + " 61\nDATA=END\n", "line 6: a key without a value"},
        {bytevalue + "61\n", "line 5: neither DATA=END nor a space and an item"},
        {bytevalue + "\n", "line 5: neither DATA=END nor a space and an item"},
        {bytevalue + "DATA=END\nDATA=END\n", "line 6: more lines behind DATA=END"},
        {bytevalue + "DATA=END\n" + bytevalue,
         "line 9: no DATA=END behind this line; the input is truncated"},
    };
    for (const Example& example : examples) {
        CAPTURE(example.text);
        CHECK(problem_in(read_bdb, example.text) == example.problem);
    }
    for (const char* item : {"\\", "\\0", "\\zz", "a\\b"}) {
        CAPTURE(item);
        CHECK(problem_in(read_bdb, print + " " + item + "\n") ==
              "line 5: a lone backslash; dump with bytevalue format instead (mdb_dump without -p)");
    }
}

TEST_CASE("a second value for a key is refused where duplicates are announced") {
    const std::string data = " 61\n 62\n 61\n 63\nDATA=END\n";
    for (const char* keyword : {"duplicates=1", "dupsort=1"}) {
        const std::string header =
            "VERSION=3\nformat=bytevalue\ntype=btree\n"s + keyword + "\nHEADER=END\n";
        CHECK(problem_in(read_bdb, header + data) == "line 8: a second value for the key 'a'");
        CHECK(problem_in(read_bdb, header + " 61\n 62\n 62\n 62\nDATA=END\n") == "");
    }
    CHECK(records_in(read_bdb, bytevalue + data) == Records{{"a", "b"}, {"a", "c"}});
}

}  // namespace

TEST_CASE("each section of a dump gives its records with the name of its database") {
    exchange::LineSource source(
        reader_of("VERSION=3\nHEADER=END\n 61\n 62\nDATA=END\n"
                  "VERSION=3\nformat=print\ndatabase=people\nHEADER=END\n a\n b\nDATA=END\n"));
    std::string found;
    read_bdb(source, [&](const exchange::Record& record) {
        found.append(record.keyspace).append(":").append(record.key).append(record.value) += ' ';
    });
    CHECK(found == ":ab people:ab ");
}

}  // namespace dbdb::test
