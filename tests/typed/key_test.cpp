#include "dbdb/key.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <doctest/doctest.h>

#include "dbdb/error.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;

enum class Level : std::int16_t { low = -5, none = 0, high = 300 };

using Strings = std::pair<std::string, std::string>;
using Row = std::tuple<std::string, std::int32_t, std::optional<std::string>, double>;
using Nested = std::pair<std::tuple<std::string, bool>, std::array<std::string, 2>>;

/// Any value of a type, with a liking for its boundaries.
struct Any {
    std::mt19937_64 random{7};

    bool chance(unsigned of) { return random() % of == 0; }

    template <typename T>

    requires std::integral<T> T make(T*) {
        using Limits = std::numeric_limits<T>;
        switch (random() % 6) {
            case 0:
                return Limits::min();
            case 1:
                return Limits::max();
            case 2:
                return static_cast<T>(random() % 3);
            case 3:
                return static_cast<T>(0 - random() % 3);
            default:
                return static_cast<T>(random() >> random() % 64);
        }
    }

    template <typename T>

    requires std::floating_point<T> T make(T*) {
        using Limits = std::numeric_limits<T>;
        const T sign = chance(2) ? T{-1} : T{1};
        switch (random() % 7) {
            case 0:
                return sign * 0;
            case 1:
                return sign * Limits::infinity();
            case 2:
                return sign * Limits::denorm_min();
            case 3:
                return sign * Limits::max();
            case 4:
                return sign * Limits::min();
            default:
                return sign * std::ldexp(static_cast<T>(random() % 4096), int(random() % 60) - 30);
        }
    }

    /// Of few letters, so that many begin alike and the bytes of the escapes are among them.
    std::string make(std::string*) {
        constexpr std::array letters{'\0', '\1', '\2', 'a', '\xfe', '\xff'};
        std::string text(random() % 5, ' ');
        std::ranges::generate(text, [&] { return letters[random() % letters.size()]; });
        return text;
    }

    std::vector<std::byte> make(std::vector<std::byte>*) {
        std::vector<std::byte> bytes(random() % 4);
        std::ranges::generate(bytes, [&] { return std::byte(random() % 3 * 127); });
        return bytes;
    }

    template <typename T>

    requires std::is_enum_v<T> T make(T*) {
        return static_cast<T>(any<std::underlying_type_t<T>>());
    }

    template <typename T>
    std::optional<T> make(std::optional<T>*) {
        return chance(3) ? std::nullopt : std::optional(any<T>());
    }

    template <typename First, typename Second>
    std::pair<First, Second> make(std::pair<First, Second>*) {
        return {any<First>(), any<Second>()};
    }

    template <typename... Types>
    std::tuple<Types...> make(std::tuple<Types...>*) {
        return std::tuple<Types...>{any<Types>()...};
    }

    template <typename T>
    std::array<T, 2> make(std::array<T, 2>*) {
        return {any<T>(), any<T>()};
    }

    std::chrono::system_clock::time_point make(std::chrono::system_clock::time_point*) {
        using Time = std::chrono::system_clock::time_point;
        return Time(Time::duration(any<Time::rep>()));
    }

    template <typename T>
    T any() {
        return make(static_cast<T*>(nullptr));
    }
};

std::string nested(const auto& key) {
    std::string bytes;
    KeyCodec<std::remove_cvref_t<decltype(key)>>::append(bytes, key);
    return bytes;
}

}  // namespace

TEST_CASE_TEMPLATE("keys come back, in the order of their values, and none begins another",
                   T,
                   bool,
                   signed char,
                   std::uint8_t,
                   std::int16_t,
                   std::uint16_t,
                   std::int32_t,
                   std::uint32_t,
                   std::int64_t,
                   std::uint64_t,
                   char16_t,
                   float,
                   double,
                   Level,
                   std::byte,
                   std::string,
                   std::vector<std::byte>,
                   std::optional<std::string>,
                   Strings,
                   Row,
                   Nested,
                   std::chrono::system_clock::time_point) {
    Any source;
    for (int round = 0; round < 2000; ++round) {
        const T left = source.any<T>();
        const T right = source.any<T>();
        CAPTURE(round);

        REQUIRE(decode_key<T>(encode_key(left)) == left);
        REQUIRE((left < right) == (encode_key(left) < encode_key(right)));
        REQUIRE((left == right) == (encode_key(left) == encode_key(right)));
        REQUIRE((left < right) == (nested(left) < nested(right)));
        REQUIRE((left == right) == nested(right).starts_with(nested(left)));
    }
}

TEST_CASE("bytes of a key that is cut short or goes on are refused") {
    const std::string whole = encode_key(Row{"a\0b"s, -3, "x", 1.5});

    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes)
        CHECK_THROWS_AS(decode_key<Row>(whole.substr(0, bytes)), Error);
    CHECK_THROWS_AS(decode_key<Row>(whole + "x"), Error);
}

TEST_CASE("any bytes are refused or are the one encoding of a key") {
    Any source;
    for (int round = 0; round < 20000; ++round) {
        std::string bytes(source.random() % 24, ' ');
        std::ranges::generate(bytes, [&] { return "\0\1\xff\x80z"[source.random() % 5]; });
        try {
            const Row row = decode_key<Row>(bytes);
            REQUIRE(encode_key(row) == bytes);
        } catch (const Error& error) {
            REQUIRE(error.errc() == Errc::corrupt);
        }
    }
}

TEST_CASE("both zeros are one key, all NaNs another, the last") {
    const double nan = std::numeric_limits<double>::quiet_NaN();

    CHECK(encode_key(-0.0) == encode_key(0.0));
    CHECK(encode_key(std::copysign(nan, -1.0)) == encode_key(nan));
    CHECK(encode_key(nan) > encode_key(std::numeric_limits<double>::infinity()));
    CHECK(std::isnan(decode_key<double>(encode_key(nan))));
    CHECK_THROWS_AS(decode_key<double>("\x7f\xff\xff\xff\xff\xff\xff\xff"s), Error);
}

TEST_CASE("a string that is the whole key is its own encoding") {
    CHECK(encode_key("ann\0"s) == "ann\0"s);
    CHECK(encode_key(""s).empty());
    CHECK(encode_key(std::int32_t{1}) == "\x80\0\0\1"s);
}

TEST_CASE("a prefix of parts is what exactly the keys with these parts begin with") {
    const std::string prefix = encode_key_prefix<Strings>("a"s);

    CHECK(encode_key(Strings{"a", "z"}).starts_with(prefix));
    CHECK(!encode_key(Strings{"ab", "z"}).starts_with(prefix));
    CHECK(!encode_key(Strings{"a\0"s, "z"}).starts_with(prefix));
    CHECK(encode_key_prefix<std::string>("ab") == "ab");
}

TEST_CASE("types that differ between hosts are no keys") {
    CHECK(!KeyType<char>);
    CHECK(!KeyType<wchar_t>);
    CHECK(!KeyType<long double>);
    CHECK(KeyType<Nested>);
}

}  // namespace dbdb::test
