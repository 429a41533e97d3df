#include "format/archive.hpp"

#include <array>
#include <bit>
#include <string>

#include <cereal/types/array.hpp>
#include <cereal/types/vector.hpp>
#include <doctest/doctest.h>

#include "hex.hpp"

namespace dbdb::format {

namespace {

using test::to_hex;
using test::without_spaces;

enum class Colour : std::uint16_t { red = 0x0102 };

struct Sample {
    std::uint8_t byte = 0;
    std::int16_t negative = 0;
    std::uint32_t number = 0;
    bool flag = false;
    double fraction = 0;
    Colour colour{};
    std::array<std::byte, 3> raw = {};
    std::string text;
    std::vector<std::uint16_t> numbers;

    friend bool operator==(const Sample&, const Sample&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(byte, negative, number, flag, fraction, colour, raw, text, numbers);
    }
};

const Sample sample = {0x0A,
                       -2,
                       0xA1B2C3D4,
                       true,
                       1.0,
                       Colour::red,
                       {std::byte{7}, std::byte{8}, std::byte{9}},
                       "hi",
                       {1, 0x203}};

const std::string sample_bytes = without_spaces(
    "0a feff d4c3b2a1 01 000000000000f03f 0201 070809 02000000 6869 02000000 0100 0302");

std::vector<std::byte> encoded(const auto& value) {
    std::vector<std::byte> bytes;
    OutputArchive archive(bytes);
    archive(value);
    return bytes;
}

template <typename Value>
Value decoded(std::span<const std::byte> bytes) {
    InputArchive archive(bytes);
    Value value;
    archive(value);
    return value;
}

}  // namespace

TEST_CASE("an archive writes little-endian numbers without padding and u32 sizes") {
    CHECK(to_hex(encoded(sample)) == sample_bytes);
}

TEST_CASE("what an archive wrote is read back") {
    CHECK(decoded<Sample>(encoded(sample)) == sample);
}

TEST_CASE("an archive appends behind what is there") {
    std::vector<std::byte> bytes = {std::byte{1}};
    OutputArchive archive(bytes);

    archive(std::uint8_t{2});
    archive(std::uint8_t{3}, std::uint8_t{4});

    CHECK(to_hex(bytes) == "01020304");
}

TEST_CASE("a fixed archive writes the same bytes") {
    std::array<std::byte, 64> bytes = {};
    FixedOutputArchive archive(bytes);

    archive(sample);

    CHECK(to_hex(std::span(bytes).first(archive.written_bytes())) == sample_bytes);
}

TEST_CASE("a fixed archive never writes beyond its space") {
    const std::size_t needed = sample_bytes.size() / 2;
    for (std::size_t space = 0; space < needed; ++space) {
        CAPTURE(space);
        std::vector<std::byte> bytes(needed, std::byte{0xEE});
        FixedOutputArchive archive{std::span(bytes).first(space)};

        CHECK_THROWS_AS(archive(sample), std::length_error);

        CHECK(archive.written_bytes() <= space);
        CHECK(bytes[space] == std::byte{0xEE});
    }
}

TEST_CASE("every truncation is refused") {
    const std::vector<std::byte> bytes = encoded(sample);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        CAPTURE(length);
        CHECK_THROWS_AS(decoded<Sample>(std::span(bytes).first(length)), DecodeError);
    }
}

TEST_CASE("an input archive tells what it has not read") {
    const std::vector<std::byte> bytes = encoded(std::uint32_t{0x01020304});
    InputArchive archive(bytes);
    std::uint8_t lowest = 0;

    archive(lowest);

    CHECK(lowest == 4);
    CHECK(to_hex(archive.left()) == "030201");
}

TEST_CASE("a string whose size is over the bytes left is refused before memory is taken") {
    for (const std::uint32_t size : {5U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
        CAPTURE(size);
        const std::vector<std::byte> bytes = encoded(std::array<std::uint32_t, 2>{size, 0});
        CHECK_THROWS_WITH_AS(decoded<std::string>(bytes),
                             doctest::Contains("but only 4 bytes are left"),
                             DecodeError);
    }
}

TEST_CASE("a vector with more elements than bytes left is refused before memory is taken") {
    const std::vector<std::byte> bytes = encoded(std::array<std::uint32_t, 2>{0xFFFFFFFF, 0});
    CHECK_THROWS_AS(decoded<std::vector<std::uint64_t>>(bytes), DecodeError);
}

TEST_CASE("a vector with fewer bytes than its elements need is refused") {
    const std::vector<std::byte> bytes = encoded(std::array<std::uint32_t, 3>{3, 1, 2});
    CHECK_THROWS_AS(decoded<std::vector<std::uint32_t>>(bytes), DecodeError);
}

TEST_CASE("a size that has no u32 is not written") {
    std::vector<std::byte> bytes;
    OutputArchive archive(bytes);
    CHECK_THROWS_AS(archive(cereal::make_size_tag(std::uint64_t{1} << 32)), std::length_error);
    CHECK(bytes.empty());
}

TEST_CASE("a byte that is neither 0 nor 1 is no bool") {
    for (unsigned byte = 2; byte < 256; ++byte) {
        CHECK_THROWS_AS(decoded<bool>(encoded(static_cast<std::uint8_t>(byte))), DecodeError);
    }
}

TEST_CASE("empty strings and vectors are four bytes of zero") {
    CHECK(to_hex(encoded(std::string())) == "00000000");
    CHECK(decoded<std::string>(encoded(std::string())).empty());
    CHECK(to_hex(encoded(std::vector<std::uint64_t>())) == "00000000");
}

TEST_CASE("reversing bytes twice gives the number") {
    CHECK(reversed_bytes(std::uint8_t{0x12}) == 0x12);
    CHECK(reversed_bytes(std::uint16_t{0x1234}) == 0x3412);
    CHECK(reversed_bytes(std::uint32_t{0x12345678}) == 0x78563412);
    CHECK(reversed_bytes(reversed_bytes(std::uint64_t{0x0123456789ABCDEF})) == 0x0123456789ABCDEF);
}

}  // namespace dbdb::format
