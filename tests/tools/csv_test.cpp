#include "exchange/csv.hpp"

#include <doctest/doctest.h>

#include "collect.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;
using exchange::read_csv;

TEST_CASE("lines end with or without a carriage return, which within quotes is kept") {
    CHECK(records_in(read_csv, "key,value\na,1\r\nb,\"2\r\n3\"\r\n\"c\",\"\"\n,\n") ==
          Records{{"a", "1"}, {"b", "2\r\n3"}, {"c", ""}, {"", ""}});
}

TEST_CASE("a quotation mark within quotes is written twice") {
    CHECK(records_in(read_csv, "key,value\n\"\"\"\",\"a,\"\"b\"\"\"\n") ==
          Records{{"\"", "a,\"b\""}});
}

TEST_CASE("columns may stand in any order and among others, each with its own spelling") {
    CHECK(records_in(read_csv, "id,value_base64,key_hex\n1,Yv8=,6100\n") ==
          Records{{"a\0"s, "b\xFF"}});
    CHECK(records_in(read_csv, "\"key\",\"value\"\r\n") == Records{});
    CHECK(records_in(read_csv, "") == Records{});
}

TEST_CASE("comma-separated values that are no records are refused with their line") {
    const Example examples[] = {
        {"name,value\n", "line 1: the header names no column 'key', which the first line must"},
        {"key,val\n", "line 1: the header names no column 'value', which the first line must"},
        {"key,value\na\n", "line 2: 1 fields instead of 2"},
        {"key,value\na,b,c\n", "line 2: 3 fields instead of 2"},
        {"key,value\n\"a\nb\",\"c\"d\n", "line 3: more text behind a quoted field"},
        {"key,value\na,b\"c\n",
         "line 2: a quotation mark within a field that does not begin with one"},
        {"key,value_hex\na,6\n", "line 2: column 'value_hex' is not hexadecimal: '6'"},
        {"key,value\na,b", "line 2: the last line has no line break; it may be truncated"},
        {"key,value\na,\"b\n", "line 2: the input ends within a field; it is truncated"},
    };
    for (const Example& example : examples) {
        CAPTURE(example.text);
        CHECK(problem_in(read_csv, example.text) == example.problem);
    }
}

TEST_CASE("what other programs would not read as text is no text") {
    CHECK(exchange::is_csv_text("a,\"\r\n\xE2\x82\xAC"));
    CHECK_FALSE(exchange::is_csv_text("\xFF"));
    CHECK_FALSE(exchange::is_csv_text("a\0"s));
}

}  // namespace
}  // namespace dbdb::test
