#include "text/hex.hpp"

#include <array>

namespace dbdb::text {

namespace {

constexpr std::size_t piece_bytes = 2048;

/// The value of a digit, negative for any other character.
int digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

}  // namespace

void encode_hex(std::string_view bytes, const Write& write) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, 2 * piece_bytes> piece;
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, piece_bytes);
        std::size_t filled = 0;
        for (const char byte : part) {
            piece[filled++] = digits[static_cast<unsigned char>(byte) >> 4];
            piece[filled++] = digits[static_cast<unsigned char>(byte) & 15];
        }
        write({piece.data(), filled});
        bytes.remove_prefix(part.size());
    }
}

std::optional<std::string> decode_hex(std::string_view digits) {
    if (digits.size() % 2 != 0) return std::nullopt;
    std::string bytes(digits.size() / 2, '\0');
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        const int high = digit_value(digits[2 * index]);
        const int low = digit_value(digits[2 * index + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes[index] = static_cast<char>(high * 16 + low);
    }
    return bytes;
}

}  // namespace dbdb::text
