/// Numbers as little-endian bytes, whatever the host.
///
/// Everything in the file is little-endian and unpadded; on a little-endian host each of these
/// functions is one move.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace dbdb::format {

/// What the file can hold as a number: integers, bool and the two usual floating-point types.
template <typename Number>
concept StoredNumber =
    std::integral<Number> || std::same_as<Number, float> || std::same_as<Number, double>;

template <std::size_t bytes>
struct UnsignedOf;

template <>
struct UnsignedOf<1> : std::type_identity<std::uint8_t> {};

template <>
struct UnsignedOf<2> : std::type_identity<std::uint16_t> {};

template <>
struct UnsignedOf<4> : std::type_identity<std::uint32_t> {};

template <>
struct UnsignedOf<8> : std::type_identity<std::uint64_t> {};

/// The unsigned integer that has as many bytes as `Number`.
template <StoredNumber Number>
using BitsOf = typename UnsignedOf<sizeof(Number)>::type;

template <std::unsigned_integral Bits>
constexpr Bits reversed_bytes(Bits bits) {
    Bits reversed = 0;
    for (std::size_t index = 0; index < sizeof(Bits); ++index) {
        const auto lowest = (bits >> (8 * index)) & 0xFF;
        reversed = static_cast<Bits>(reversed | lowest << (8 * (sizeof(Bits) - 1 - index)));
    }
    return reversed;
}

/// Turns host order into little-endian, and back.
template <std::unsigned_integral Bits>
constexpr Bits little_endian(Bits bits) {
    static_assert(std::endian::native == std::endian::little ||
                  std::endian::native == std::endian::big);
    return std::endian::native == std::endian::little ? bits : reversed_bytes(bits);
}

/// Writes `sizeof(Number)` bytes to `place`, which need not be aligned.
template <StoredNumber Number>
void store(std::byte* place, Number number) {
    const auto bits = little_endian(std::bit_cast<BitsOf<Number>>(number));
    std::memcpy(place, &bits, sizeof(bits));
}

/// Reads `sizeof(Number)` bytes from `place`, which need not be aligned. Not for bool: a byte that
/// is neither 0 nor 1 has no value to give.
template <StoredNumber Number>
Number load(const std::byte* place) {
    static_assert(!std::same_as<Number, bool>);
    BitsOf<Number> bits;
    std::memcpy(&bits, place, sizeof(bits));
    return std::bit_cast<Number>(little_endian(bits));
}

}  // namespace dbdb::format
