/// Bytes read in other ways than as one number: 48-bit numbers, big-endian search words, text.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "format/byte_order.hpp"

namespace dbdb::format {

/// A 48-bit little-endian number.
inline std::uint64_t load_48(const std::byte* place) {
    return load<std::uint32_t>(place) | std::uint64_t{load<std::uint16_t>(place + 4)} << 32;
}

inline void store_48(std::byte* place, std::uint64_t value) {
    store(place, static_cast<std::uint32_t>(value));
    store(place + 4, static_cast<std::uint16_t>(value >> 32));
}

/// The big-endian number at `place`: comparing such numbers compares their bytes.
inline std::uint64_t load_big_endian(const std::byte* place) {
    std::uint64_t value;
    std::memcpy(&value, place, sizeof value);
    return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
}

inline const std::byte* as_bytes(std::string_view text) {
    return reinterpret_cast<const std::byte*>(text.data());
}

inline std::string_view as_text(const std::byte* bytes, std::size_t count) {
    return {reinterpret_cast<const char*>(bytes), count};
}

/// Whether both are the same bytes; faster than the library's for the length of usual keys.
inline bool are_equal(std::string_view left, std::string_view right) {
    const std::size_t size = left.size();
    if (size != right.size()) return false;
    if (size < 8 || size > 32) return left == right;
    const std::byte* ours = as_bytes(left);
    const std::byte* theirs = as_bytes(right);
    std::uint64_t difference =
        load<std::uint64_t>(ours + size - 8) ^ load<std::uint64_t>(theirs + size - 8);
    for (std::size_t place = 0; place + 8 < size; place += 8) {
        difference |= load<std::uint64_t>(ours + place) ^ load<std::uint64_t>(theirs + place);
    }
    return difference == 0;
}

/// How many bytes `left` and `right` share at their beginning.
inline std::size_t shared_prefix(std::string_view left, std::string_view right) {
    const std::size_t limit = left.size() < right.size() ? left.size() : right.size();
    std::size_t shared = 0;
    while (shared + 8 <= limit) {
        const std::uint64_t difference = load<std::uint64_t>(as_bytes(left) + shared) ^
                                         load<std::uint64_t>(as_bytes(right) + shared);
        if (difference != 0)
            return shared + static_cast<unsigned>(std::countr_zero(difference)) / 8;
        shared += 8;
    }
    while (shared < limit && left[shared] == right[shared])
        ++shared;
    return shared;
}

/// The 8 bytes of `key` from byte `skip` on as a big-endian number, zeros behind its end.
inline std::uint64_t search_word(std::string_view key, std::size_t skip) {
    if (skip + 8 <= key.size()) [[likely]]
        return load_big_endian(as_bytes(key) + skip);
    if (skip >= key.size()) return 0;
    if (key.size() >= 8) {
        return load_big_endian(as_bytes(key) + key.size() - 8) << (skip + 8 - key.size()) * 8;
    }
    std::byte padded[8] = {};
    std::memcpy(padded, key.data() + skip, key.size() - skip);
    return load_big_endian(padded);
}

}  // namespace dbdb::format
