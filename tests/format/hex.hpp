/// Bytes as readable text, so that golden bytes can be compared and a difference be read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dbdb::test {

/// Two digits a byte, nothing between them.
inline std::string to_hex(std::span<const std::byte> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::byte byte : bytes) {
        text += digits[std::to_integer<unsigned>(byte) >> 4];
        text += digits[std::to_integer<unsigned>(byte) & 15];
    }
    return text;
}

/// `text` without the spaces that make it readable.
inline std::string without_spaces(std::string_view text) {
    std::string dense(text);
    std::erase(dense, ' ');
    return dense;
}

/// A copy of `bytes` in which bit `index` is flipped.
inline std::vector<std::byte> with_flipped_bit(std::span<const std::byte> bytes,
                                               std::size_t index) {
    std::vector<std::byte> flipped(bytes.begin(), bytes.end());
    flipped[index / 8] ^= std::byte{1} << (index % 8);
    return flipped;
}

}  // namespace dbdb::test
