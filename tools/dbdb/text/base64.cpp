#include "text/base64.hpp"

#include <array>
#include <cstdint>

namespace dbdb::text {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Three bytes become four characters, so a piece is a multiple of three.
constexpr std::size_t piece_bytes = 3 * 512;

constexpr std::array<std::int8_t, 256> make_values() {
    std::array<std::int8_t, 256> values{};
    for (std::int8_t& value : values)
        value = -1;
    for (std::size_t index = 0; index < alphabet.size(); ++index)
        values[static_cast<unsigned char>(alphabet[index])] = static_cast<std::int8_t>(index);
    return values;
}

constexpr std::array<std::int8_t, 256> values = make_values();

/// Encodes one to three bytes into the four characters at `target`.
void encode_group(std::string_view bytes, char* target) {
    std::uint32_t bits = 0;
    for (std::size_t index = 0; index < 3; ++index)
        bits = bits << 8 | (index < bytes.size() ? static_cast<unsigned char>(bytes[index]) : 0U);
    for (std::size_t index = 0; index < 4; ++index)
        target[index] = index <= bytes.size() ? alphabet[bits >> (18 - 6 * index) & 63] : '=';
}

std::size_t padding_count(std::string_view text) {
    if (text.ends_with("==")) return 2;
    return text.ends_with('=') ? 1 : 0;
}

/// The bits of four characters, of which the last `padding` stand for zero. Negative when one of
/// the others is not of the alphabet.
std::int64_t group_bits(std::string_view group, std::size_t padding) {
    std::int64_t bits = 0;
    for (std::size_t index = 0; index < 4; ++index) {
        const bool padded = index + padding >= 4;
        const int value = padded ? 0 : values[static_cast<unsigned char>(group[index])];
        if (value < 0) return -1;
        bits = bits << 6 | value;
    }
    return bits;
}

}  // namespace

void encode_base64(std::string_view bytes, const Write& write) {
    std::array<char, piece_bytes / 3 * 4> piece;
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, piece_bytes);
        std::size_t filled = 0;
        for (std::size_t index = 0; index < part.size(); index += 3, filled += 4)
            encode_group(part.substr(index, 3), piece.data() + filled);
        write({piece.data(), filled});
        bytes.remove_prefix(part.size());
    }
}

std::optional<std::string> decode_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t index = 0; index < text.size(); index += 4) {
        const std::size_t padding = index + 4 == text.size() ? padding_count(text) : 0;
        const std::int64_t bits = group_bits(text.substr(index, 4), padding);
        const std::int64_t unused_bits = bits & ((std::int64_t{1} << 8 * padding) - 1);
        if (bits < 0 || unused_bits != 0) return std::nullopt;
        for (std::size_t byte = 0; byte < 3 - padding; ++byte)
            bytes += static_cast<char>(bits >> (16 - 8 * byte));
    }
    return bytes;
}

}  // namespace dbdb::text
