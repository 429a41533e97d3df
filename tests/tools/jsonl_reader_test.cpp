#include "exchange/jsonl_reader.hpp"

#include <doctest/doctest.h>

#include "collect.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;
using exchange::read_jsonl;

TEST_CASE("keys and values of JSON Lines may be text, Base64 or hexadecimal digits") {
    const Records records = records_in(read_jsonl,
                                       "{\"key\":\"a\\u00e4\\n\",\"value\":\"\"}\n"
                                       "{\"value_base64\":\"AP8=\",\"key_hex\":\"00ff\"}\n");

    CHECK(records == Records{{"a\xC3\xA4\n", ""}, {"\0\xFF"s, "\0\xFF"s}});
}

TEST_CASE("other fields, empty lines and a missing last newline do not matter") {
    const Records records =
        records_in(read_jsonl,
                   "\n \t\r\n{\"n\":1,\"deep\":{\"key\":[1,{\"value\":2}]},\"key\":\"k\","
                   "\"list\":[[],{}],\"value\":\"v\",\"none\":null,\"yes\":true}\r\n"
                   "{\"key\":\"l\",\"value\":\"w\"}");

    CHECK(records == Records{{"k", "v"}, {"l", "w"}});
}

TEST_CASE("of a field given twice the last one stands") {
    const Records records = records_in(
        read_jsonl, "{\"key\":\"a\",\"key\":\"b\",\"value\":\"v\",\"value_hex\":\"77\"}\n");

    CHECK(records == Records{{"b", "w"}});
}

TEST_CASE("a line that is no record is refused with its number") {
    const Example examples[] = {
        {"{\"key\":\"a\"}\n", "line 1: no field 'value' or 'value_base64'"},
        {"{\"value\":\"a\"}\n", "line 1: no field 'key' or 'key_base64'"},
        {"{\"key\":1,\"value\":\"a\"}\n", "line 1: field 'key' is not a string"},
        {"{\"key\":\"a\",\"value\":{}}\n", "line 1: field 'value' is not a string"},
        {"{\"key\":\"a\",\"value\":[]}\n", "line 1: field 'value' is not a string"},
        {"{\"key\":\"a\",\"value\":null}\n", "line 1: field 'value' is not a string"},
        {"{\"key_base64\":\"?\",\"value\":\"a\"}\n", "line 1: field 'key_base64' is not Base64"},
        {"{\"key_hex\":\"0\",\"value\":\"a\"}\n", "line 1: field 'key_hex' is not hexadecimal"},
        {"\n[]\n", "line 2: not a JSON object"},
        {"\n\n17\n", "line 3: not a JSON object"},
        {"\"a\"\n", "line 1: not a JSON object"},
        {"{} {}\n", "line 1: byte 4: not valid JSON"},
        {"{\"key\":\"a\nb\"}\n", "line 1: byte 10: not valid JSON"},
        {"{\"key\":\"\xFF\",\"value\":\"\"}\n", "line 1: byte 9: not valid JSON"},
        {"{\"key\":\"\\ud800\",\"value\":\"\"}\n", "line 1: byte 15: not valid JSON"},
    };
    for (const Example& example : examples) {
        CAPTURE(example.text);
        CHECK(problem_in(read_jsonl, example.text) == example.problem);
    }
}

TEST_CASE("an input that ends within a record is called truncated") {
    const std::string whole = "{\"key\":\"a\",\"value\":\"v\"}\n{\"key\":\"b\",\"value\":\"w\"}";
    for (std::size_t length = 25; length < whole.size(); ++length) {
        CAPTURE(length);
        CHECK(problem_in(read_jsonl, whole.substr(0, length)) ==
              "line 2: the input ends within a record; it is truncated");
    }
}

TEST_CASE("nesting as deep as the line is long does not exhaust the stack") {
    const std::string deep = "{\"key\":\"k\",\"value\":\"v\",\"x\":" + std::string(1'000'000, '[') +
                             std::string(1'000'000, ']') + "}\n";

    CHECK(records_in(read_jsonl, deep) == Records{{"k", "v"}});
}

}  // namespace
}  // namespace dbdb::test
