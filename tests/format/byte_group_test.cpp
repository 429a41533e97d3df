#include "format/byte_group.hpp"

#include <array>
#include <random>

#include <doctest/doctest.h>

#include "format/bytes.hpp"

namespace dbdb::test {
namespace {

using Bytes = std::array<std::byte, format::byte_group_size>;

unsigned equal_in(const Bytes& bytes, std::uint8_t byte) {
    const std::byte* const begin = bytes.data();
    return format::equal_bytes(
        format::load<std::uint64_t>(begin), format::load<std::uint64_t>(begin + 8), byte);
}

}  // namespace

TEST_CASE("the bytes of a group that are equal to one are told by their places") {
    CHECK(equal_in({}, 0) == 0xFFFF);
    CHECK(equal_in({}, 1) == 0);
    std::mt19937_64 random(1);
    for (int time = 0; time < 1000; ++time) {
        Bytes bytes{};
        // Of few values, also those that differ in the highest or lowest bit alone.
        constexpr std::array<std::uint8_t, 6> values{0x00, 0x01, 0x7F, 0x80, 0x81, 0xFF};
        for (std::byte& byte : bytes)
            byte = std::byte{values[random() % values.size()]};
        for (const std::uint8_t value : values) {
            unsigned expected = 0;
            for (unsigned index = 0; index < bytes.size(); ++index)
                expected |= bytes[index] == std::byte{value} ? 1U << index : 0U;
            REQUIRE(equal_in(bytes, value) == expected);
        }
    }
}

}  // namespace dbdb::test
