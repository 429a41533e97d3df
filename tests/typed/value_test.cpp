#include "dbdb/value.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>

#include <doctest/doctest.h>

#include "dbdb/error.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;

constexpr auto integer_min = std::numeric_limits<std::int64_t>::min();
constexpr auto integer_max = std::numeric_limits<std::int64_t>::max();
constexpr auto unsigned_max = std::numeric_limits<std::uint64_t>::max();

Value any_value(std::mt19937_64& random, unsigned depth) {
    const auto number = random() >> random() % 64;
    switch (random() % (depth < 4 ? 9 : 7)) {
        case 0:
            return nullptr;
        case 1:
            return random() % 2 == 0;
        case 2:
            return number;
        case 3:
            return static_cast<std::int64_t>(0 - number);
        case 4:
            return std::ldexp(static_cast<double>(number), int(random() % 200) - 100);
        case 5:
            return random() % 2 == 0 ? "$map" : "\xc3\xa4\"\\\n"s + std::string(1, '\0');
        case 6:
            return Value::Bytes{std::string(random() % 7, static_cast<char>(random()))};
        case 7: {
            Value::List list;
            for (auto left = random() % 4; left > 0; --left)
                list.push_back(any_value(random, depth + 1));
            return list;
        }
        default: {
            constexpr std::array keys{"$map", "$bytes", "$double", "$else", "a", ""};
            Value::Map map;
            for (auto left = random() % 3; left > 0; --left)
                map.emplace(keys[random() % keys.size()], any_value(random, depth + 1));
            return map;
        }
    }
}

Value nested(std::size_t depth) {
    Value value = 1;
    for (; depth > 0; --depth) {
        Value::List list;
        list.push_back(std::move(value));
        value = std::move(list);
    }
    return value;
}

bool is_refused(std::string_view bytes) {
    try {
        Value::decode(bytes);
    } catch (const Error& error) {
        return error.errc() == Errc::corrupt;
    }
    return false;
}

bool is_no_json(std::string_view json) {
    try {
        Value::from_json(json);
    } catch (const Error& error) {
        return error.errc() == Errc::invalid;
    }
    return false;
}

}  // namespace

TEST_CASE("any value comes back from its bytes and from its JSON") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 3000; ++round) {
        CAPTURE(round);
        const Value value = any_value(random, 0);
        REQUIRE(Value::decode(value.encode()) == value);
        REQUIRE(Value::decode(value.encode()).encode() == value.encode());
        CAPTURE(value.to_json());
        REQUIRE(Value::from_json(value.to_json()) == value);
        REQUIRE(Value::from_json(value.to_json()).encode() == value.encode());
    }
}

TEST_CASE("the bounds of integers and doubles survive") {
    using Limits = std::numeric_limits<double>;
    for (const Value& value : {Value(integer_min),
                               Value(integer_max),
                               Value(unsigned_max),
                               Value(Limits::denorm_min()),
                               Value(Limits::max()),
                               Value(-0.0),
                               Value(3.0),
                               Value(1e300),
                               Value(Limits::infinity()),
                               Value(-Limits::infinity()),
                               Value(-Limits::quiet_NaN())}) {
        CAPTURE(value.to_json());
        CHECK(Value::decode(value.encode()).encode() == value.encode());
        CHECK(Value::from_json(value.to_json()).encode() == value.encode());
    }
    CHECK(Value(unsigned_max).to_json() == "18446744073709551615");
    CHECK(Value(3.0).to_json() == "3.0");
}

TEST_CASE("what JSON lacks has forms of its own") {
    const Value bytes = Value::Bytes{"\0\xff"s};

    CHECK(bytes.to_json() == R"({"$bytes":"AP8="})");
    CHECK(Value(Value::Map{{"$bytes", "AP8="}}).to_json() == R"({"$map":{"$bytes":"AP8="}})");
    CHECK(Value::from_json(R"({"$else":1})") == Value(Value::Map{{"$else", 1}}));
    CHECK(Value::from_json(R"({"$map":{"$map":{"a":1}}})") ==
          Value(Value::Map{{"$map", Value::Map{{"a", 1}}}}));
}

TEST_CASE("JSON has no control characters") {
    CHECK(Value("a\n\x7f\xc2\x9b\xc2\xa0").to_json() == "\"a\\n\\u007f\\u009b\xc2\xa0\"");
    CHECK(Value::from_json("\"\\u009b\"") == Value("\xc2\x9b"));
}

TEST_CASE("an integer is the same whatever type it was given as") {
    CHECK(Value(7U) == Value(std::int8_t{7}));
    CHECK(Value(7) != Value(7.0));
    CHECK(Value(7).as<std::int64_t>() == 7);
    CHECK_THROWS_AS(Value(7).as<std::string>(), Error);
}

TEST_CASE("JSON that cannot be held without loss is refused") {
    for (const std::string_view json : {"",
                                        "{",
                                        "[1,]",
                                        "1 2",
                                        R"({"a":1,"a":2})",
                                        "18446744073709551616",
                                        "-9223372036854775809",
                                        "1e400",
                                        "NaN",
                                        "\"\xff\"",
                                        R"({"$bytes":1})",
                                        R"({"$bytes":"AP9="})",
                                        R"({"$bytes":"A==="})",
                                        R"({"$bytes":"AP8=AP8="})",
                                        R"({"$double":"1"})",
                                        R"({"$map":[]})"}) {
        CAPTURE(json);
        CHECK(is_no_json(json));
    }
}

TEST_CASE("depth has a limit on every way") {
    const Value deepest = nested(Value::depth_max);
    const Value too_deep = nested(Value::depth_max + 1);

    CHECK(Value::decode(deepest.encode()) == deepest);
    CHECK(Value::from_json(deepest.to_json()) == deepest);
    CHECK_THROWS_AS(too_deep.encode(), Error);
    CHECK_THROWS_AS(too_deep.to_json(), Error);
    CHECK(is_no_json(std::string(129, '[') + "1" + std::string(129, ']')));
    CHECK(is_no_json(std::string(1000000, '[')));
    CHECK(is_refused("\xdbV" + std::string(1000000, '\x08') + "\1"));
    std::string hostile = "\xdbV";
    for (int level = 0; level < 1000000; ++level)
        hostile += "\x08\x01";
    CHECK(is_refused(hostile + '\0'));
}

TEST_CASE("text that is not UTF-8 is refused") {
    for (const std::string_view text :
         {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3"}) {
        CHECK_THROWS_AS(Value(text).encode(), Error);
        CHECK_THROWS_AS(Value(text).to_json(), Error);
        CHECK(is_refused("\xdbV\x06" + std::string(1, char(text.size())) + std::string(text)));
    }
    CHECK_NOTHROW(Value("\xf0\x9f\x98\x80\xe2\x82\xac").encode());
}

TEST_CASE("bytes that encode never makes are refused") {
    const std::string huge = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
    for (const std::string& bytes : {""s,
                                     "\xdb"s,
                                     "\xdbV"s,
                                     "\xdbT\0"s,
                                     "\xdbV\x0a"s,
                                     "\xdbV\0\0"s,
                                     "\xdbV\x03\x80\0"s,
                                     "\xdbV\x03" + huge + "\0"s,
                                     "\xdbV\x04" + huge,
                                     "\xdbV\x05\1\0\0\0\0\0\xf0\x7f"s,
                                     "\xdbV\x06" + huge,
                                     "\xdbV\x07" + huge,
                                     "\xdbV\x08" + huge,
                                     "\xdbV\x09" + huge,
                                     "\xdbV\x09\2\1b\0\1a\0"s,
                                     "\xdbV\x09\2\1a\0\1a\0"s}) {
        CAPTURE(bytes);
        CHECK(is_refused(bytes));
    }
}

TEST_CASE("changed bytes of a value are refused or are the bytes of another one") {
    std::mt19937_64 random(5);
    for (int round = 0; round < 20000; ++round) {
        std::string bytes = any_value(random, 0).encode();
        for (auto left = 1 + random() % 3; left > 0; --left)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        bytes.resize(bytes.size() - random() % 2);
        if (is_refused(bytes)) continue;
        CAPTURE(round);
        REQUIRE(Value::decode(bytes).encode() == bytes);
    }
}

}  // namespace dbdb::test
