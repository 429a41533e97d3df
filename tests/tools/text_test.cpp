#include <doctest/doctest.h>

#include "collect.hpp"
#include "text/base64.hpp"
#include "text/escape.hpp"
#include "text/hex.hpp"
#include "text/json_object.hpp"
#include "text/utf8.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;
using namespace text;

/// Every byte, then pairs and longer runs of bytes that are hard in one way or another.
std::vector<std::string> hard_strings() {
    std::vector<std::string> strings{"",
                                     "plain",
                                     "\\",
                                     "\\x",
                                     "a\tb\nc\rd\0e"s,
                                     "\xC3\xA4\xE2\x82\xAC",
                                     "\xF0\x9F\x98\x80",
                                     "\xC2\x85",
                                     "\xFF\xFE",
                                     "\xC3",
                                     "\x1B[31m",
                                     "\x7F",
                                     "\"quoted\"",
                                     "\0"s,
                                     "x\xE2\x82",
                                     std::string(5000, '\x80'),
                                     std::string(4999, 'a')};
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    strings.push_back(all);
    return strings;
}

TEST_CASE("escaping gives one printable line that stands for the same bytes") {
    for (const std::string& bytes : hard_strings()) {
        const std::string line = escaped(bytes);
        CAPTURE(line);

        CHECK(line.find_first_of("\t\n\r\x1B\x7F"s + '\0') == std::string::npos);
        CHECK(is_utf8(line));
        CHECK(unescaped(line) == bytes);
    }
}

TEST_CASE("escape sequences are those that the help names") {
    CHECK(escaped("a\\b\tc\nd\re\0f"s) == "a\\\\b\\tc\\nd\\re\\0f");
    CHECK(escaped("\x01\x7F\xFF") == "\\x01\\x7f\\xff");
    CHECK(escaped("\xC2\x9B") == "\\xc2\\x9b");
    CHECK(escaped("\xC3\xA4") == "\xC3\xA4");
    CHECK(unescaped("\\x4A\\x4a") == "JJ");
    CHECK(unescaped("\\01") == "\0"s + "1");
}

TEST_CASE("an unknown or cut escape sequence stands for nothing") {
    for (const char* text : {"\\", "a\\", "\\q", "\\x", "\\x1", "\\xg0", "\\x0g", "\\N"}) {
        CAPTURE(text);
        CHECK_FALSE(unescaped(text).has_value());
    }
}

TEST_CASE("a long key is cut in messages") {
    CHECK(quoted("a\nb") == "'a\\nb'");
    CHECK(quoted(std::string(300, 'k')) == "'" + std::string(200, 'k') + "...' (300 bytes)");
}

TEST_CASE("hexadecimal digits and Base64 stand for the same bytes") {
    for (const std::string& bytes : hard_strings()) {
        const std::string hex = written([&](const Write& write) { encode_hex(bytes, write); });
        const std::string base64 =
            written([&](const Write& write) { encode_base64(bytes, write); });
        CAPTURE(hex);

        CHECK(hex.size() == 2 * bytes.size());
        CHECK(decode_hex(hex) == bytes);
        CHECK(decode_base64(base64) == bytes);
    }
}

TEST_CASE("hexadecimal digits of either case are taken, others and odd counts are not") {
    CHECK(decode_hex("00fF") == "\0\xFF"s);
    CHECK(decode_hex("") == "");
    for (const char* digits : {"0", "000", "0g", "g0", " 00", "0x00"}) {
        CAPTURE(digits);
        CHECK_FALSE(decode_hex(digits).has_value());
    }
}

TEST_CASE("Base64 is that of RFC 4648") {
    const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                            {"f", "Zg=="},
                                                            {"fo", "Zm8="},
                                                            {"foo", "Zm9v"},
                                                            {"foob", "Zm9vYg=="},
                                                            {"fooba", "Zm9vYmE="},
                                                            {"foobar", "Zm9vYmFy"},
                                                            {"\xFB\xFF", "+/8="}};
    for (const auto& example : examples) {
        const auto encode = [&](const Write& write) { encode_base64(example.first, write); };
        CHECK(written(encode) == example.second);
        CHECK(decode_base64(example.second) == example.first);
    }
}

TEST_CASE("Base64 in any other form is refused") {
    for (const char* text : {"Z",
                             "Zg",
                             "Zg=",
                             "Zg===",
                             "====",
                             "=",
                             "Z===",
                             "Zg==Zg==",
                             "Zm9=",
                             "Zh==",
                             "Zm9v\n",
                             "Zm 9",
                             "Z-_=",
                             "=g==",
                             "Z=g="}) {
        CAPTURE(text);
        CHECK_FALSE(decode_base64(text).has_value());
    }
}

TEST_CASE("UTF-8 is told from other bytes as RFC 3629 says") {
    for (const char* text : {"",
                             "a",
                             "\xC2\x80",
                             "\xDF\xBF",
                             "\xE0\xA0\x80",
                             "\xED\x9F\xBF",
                             "\xEE\x80\x80",
                             "\xEF\xBF\xBF",
                             "\xF0\x90\x80\x80",
                             "\xF4\x8F\xBF\xBF"}) {
        CAPTURE(text);
        CHECK(is_utf8(text));
        CHECK(is_utf8("12345678"s + text + "12345678"));
    }
    for (const char* text : {"\x80",
                             "\xBF",
                             "\xC0\x80",
                             "\xC1\xBF",
                             "\xC2",
                             "\xC2\x41",
                             "\xE0\x9F\xBF",
                             "\xED\xA0\x80",
                             "\xED\xBF\xBF",
                             "\xE2\x82",
                             "\xF0\x8F\xBF\xBF",
                             "\xF4\x90\x80\x80",
                             "\xF5\x80\x80\x80",
                             "\xFF",
                             "\xF0\x90\x80"}) {
        CAPTURE(text);
        CHECK_FALSE(is_utf8(text));
        CHECK_FALSE(is_utf8("12345678"s + text + "12345678"));
    }
}

TEST_CASE("a JSON string escapes quotation marks, backslashes and control characters") {
    const auto json = [](std::string_view bytes) {
        return written([&](const Write& write) { write_json_string(bytes, write); });
    };

    CHECK(json("a\"b\\c/d") == "\"a\\\"b\\\\c/d\"");
    CHECK(json("\n\r\t\b\0"s) == "\"\\n\\r\\t\\u0008\\u0000\"");
    CHECK(json("\x7F\xC2\x85\xC3\xA4") == "\"\\u007f\\u0085\xC3\xA4\"");
}

TEST_CASE("bytes in JSON are Base64 under another name when they are not UTF-8") {
    const std::string line = written([](const Write& write) {
        JsonObject object(write);
        object.bytes("key", "k");
        object.bytes("value", "\xFF");
        object.bytes("other", "k", Spelling::hex);
        object.number("count", 18446744073709551615U);
        object.boolean("ok", false);
        object.end();
    });

    CHECK(line ==
          "{\"key\":\"k\",\"value_base64\":\"/w==\",\"other_hex\":\"6b\","
          "\"count\":18446744073709551615,\"ok\":false}");
}

}  // namespace
}  // namespace dbdb::test
