#include "dbdb/typed_value.hpp"

#include <algorithm>
#include <memory>
#include <random>

#include <cereal/types/map.hpp>
#include <cereal/types/memory.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/tuple.hpp>
#include <cereal/types/unordered_map.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/variant.hpp>
#include <cereal/types/vector.hpp>
#include <doctest/doctest.h>

#include "dbdb/error.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;

struct UserThen {
    static constexpr std::string_view dbdb_type = "shop.user";

    std::string name{};

    template <typename Archive>
    void serialize(Archive& archive, std::uint32_t) {
        archive(CEREAL_NVP(name));
    }
};

struct UserNow {
    static constexpr std::string_view dbdb_type = "shop.user";

    std::string name{};
    std::uint32_t age = 0;

    template <typename Archive>
    void serialize(Archive& archive, std::uint32_t version) {
        archive(CEREAL_NVP(name));
        if (version > 0) archive(CEREAL_NVP(age));
    }
};

struct Link {
    static constexpr std::string_view dbdb_type = "test.link";

    std::unique_ptr<Link> next{};

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(next);
    }
};

struct Nothing {
    static constexpr std::string_view dbdb_type = "test.nothing";
};

using Tree = std::map<std::string, std::vector<std::pair<std::int64_t, std::optional<double>>>>;
using Mixed = std::tuple<std::vector<bool>,
                         std::unordered_map<std::string, std::vector<std::uint16_t>>,
                         std::variant<std::int8_t, std::string>,
                         std::vector<std::string>,
                         Tree>;

const Mixed mixed{{true, false},
                  {{"a", {1, 2, 3}}},
                  "x",
                  {"", "long enough to be on the heap"},
                  {{"k", {{-1, 2.5}, {7, std::nullopt}}}}};

template <typename T>
Errc refusal(const std::string& bytes) {
    try {
        decode_typed_value<T>(bytes);
    } catch (const Error& error) {
        return error.errc();
    }
    return Errc{};
}

Link chain(unsigned count) {
    Link first;
    for (; count > 0; --count) {
        auto next = std::make_unique<Link>(std::move(first));
        first.next = std::move(next);
    }
    return first;
}

}  // namespace
}  // namespace dbdb::test

CEREAL_CLASS_VERSION(dbdb::test::UserNow, 1)

namespace dbdb::test {

TEST_CASE("what cereal can write comes back") {
    CHECK(decode_typed_value<Mixed>(encode_typed_value(mixed)) == mixed);
    CHECK(decode_typed_value<std::string>(encode_typed_value("a\0b"s)) == "a\0b"s);
    CHECK(decode_typed_value<double>(encode_typed_value(-0.5)) == -0.5);
    CHECK(decode_typed_value<Value>(encode_typed_value(Value("x"))) == Value("x"));
    CHECK_NOTHROW(decode_typed_value<Nothing>(encode_typed_value(Nothing{})));
}

TEST_CASE("the bytes of a typed value are the same on every host") {
    CHECK(encode_typed_value(std::vector<std::int16_t>{1, -2}) ==
          "\xdbT\x09list<i16>\x02\x01\0\xfe\xff"s);
    CHECK(encode_typed_value(UserNow{"ann", 258}) ==
          "\xdbT\x09shop.user\x01\0\0\0\x03"
          "ann\x02\x01\0\0"s);
    CHECK(Value(Value::Map{{"a", -2}, {"b", Value::List{nullptr, 1.5, 300}}}).encode() ==
          "\xdbV\x09\2\1a\4\1\1b\x08\3\0\5\0\0\0\0\0\0\xf8\x3f\3\xac\2"s);
}

TEST_CASE("a newer type reads what an older one with its name wrote") {
    const std::string bytes = encode_typed_value(UserThen{"ann"});
    const auto user = decode_typed_value<UserNow>(bytes);

    CHECK(user.name == "ann");
    CHECK(user.age == 0);
    CHECK(decode_typed_value<UserNow>(encode_typed_value(UserNow{"bob", 7})).age == 7);
}

TEST_CASE("names of types tell what matters and nothing else") {
    CHECK(type_name<Mixed>() ==
          "tuple<list<bool>,map<string,list<u16>>,variant<i8,string>,list<string>,"
          "map<string,list<pair<i64,optional<f64>>>>>");
    CHECK(type_name<std::chrono::milliseconds>() == "duration<i64,1/1000>");
    CHECK(refusal<std::uint32_t>(encode_typed_value(std::int32_t{1})) == Errc::invalid);
    CHECK(refusal<std::uint32_t>("\xdbT\xff") == Errc::invalid);
    CHECK(refusal<std::uint32_t>("") == Errc::invalid);
}

TEST_CASE("bytes that are cut short or go on are corrupt") {
    const std::string whole = encode_typed_value(mixed);
    const std::size_t header_bytes = detail::typed_header(type_name<Mixed>()).size();

    for (std::size_t bytes = header_bytes; bytes < whole.size(); ++bytes)
        REQUIRE(refusal<Mixed>(whole.substr(0, bytes)) == Errc::corrupt);
    CHECK(refusal<Mixed>(whole + "x") == Errc::corrupt);
}

TEST_CASE("a size of the file allocates nothing that the bytes cannot fill") {
    const std::string huge = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
    const auto forged = [&](const std::string& type) { return detail::typed_header(type) + huge; };

    CHECK(refusal<std::string>(forged("string")) == Errc::corrupt);
    CHECK(refusal<std::vector<double>>(forged("list<f64>")) == Errc::corrupt);
    CHECK(refusal<std::vector<bool>>(forged("list<bool>")) == Errc::corrupt);
    CHECK(refusal<std::unordered_map<int, int>>(forged("map<i32,i32>")) == Errc::corrupt);
    CHECK_THROWS_AS(encode_typed_value(std::vector<Nothing>(3)), Error);
}

TEST_CASE("damaged bytes are refused or are bytes of another value") {
    std::mt19937_64 random(11);
    const std::string whole = encode_typed_value(mixed);
    const std::size_t header_bytes = detail::typed_header(type_name<Mixed>()).size();
    unsigned refused = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string bytes = whole;
        for (auto left = 1 + random() % 3; left > 0; --left)
            bytes[header_bytes + random() % (bytes.size() - header_bytes)] =
                static_cast<char>(random());
        const Errc errc = refusal<Mixed>(bytes);
        REQUIRE((errc == Errc{} || errc == Errc::corrupt));
        refused += errc == Errc::corrupt ? 1 : 0;
    }
    CHECK(refused > 1000);
}

TEST_CASE("objects within objects have a limit, on both ways") {
    CHECK_NOTHROW(decode_typed_value<Link>(encode_typed_value(chain(100))));
    CHECK_THROWS_AS(encode_typed_value(chain(1000)), Error);
    CHECK(refusal<Link>(detail::typed_header("test.link") + std::string(1000000, '\1')) ==
          Errc::corrupt);
}

}  // namespace dbdb::test
