#include "text/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace dbdb::text {

namespace {

unsigned byte_at(std::string_view bytes, std::size_t index) {
    return static_cast<unsigned char>(bytes[index]);
}

/// Whether the `count` bytes behind the first are continuation bytes.
bool continues(std::string_view bytes, std::size_t count) {
    if (bytes.size() <= count) return false;
    for (std::size_t index = 1; index <= count; ++index)
        if ((byte_at(bytes, index) & 0xC0) != 0x80) return false;
    return true;
}

/// The second byte decides about overlong forms, surrogates and what lies above U+10FFFF.
bool second_byte_fits(unsigned first, unsigned second) {
    if (first == 0xE0) return second >= 0xA0;
    if (first == 0xED) return second < 0xA0;
    if (first == 0xF0) return second >= 0x90;
    if (first == 0xF4) return second < 0x90;
    return true;
}

/// How many bytes follow the byte `first`; 4 when no character begins with it.
std::size_t continuation_count(unsigned first) {
    if (first < 0x80) return 0;
    if (first >= 0xC2 && first < 0xE0) return 1;
    if (first >= 0xE0 && first < 0xF0) return 2;
    if (first >= 0xF0 && first < 0xF5) return 3;
    return 4;
}

std::size_t plain_bytes(std::string_view bytes) {
    std::size_t index = 0;
    std::uint64_t word = 0;
    for (; index + sizeof word <= bytes.size(); index += sizeof word) {
        std::memcpy(&word, bytes.data() + index, sizeof word);
        if ((word & 0x8080808080808080U) != 0) break;
    }
    return index;
}

}  // namespace

std::size_t character_bytes(std::string_view bytes) {
    if (bytes.empty()) return 0;
    const unsigned first = byte_at(bytes, 0);
    const std::size_t following = continuation_count(first);
    if (following == 0) return 1;
    if (following == 4 || !continues(bytes, following)) return 0;
    return second_byte_fits(first, byte_at(bytes, 1)) ? following + 1 : 0;
}

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        bytes.remove_prefix(plain_bytes(bytes));
        if (bytes.empty()) break;
        const std::size_t length_bytes = character_bytes(bytes);
        if (length_bytes == 0) return false;
        bytes.remove_prefix(length_bytes);
    }
    return true;
}

bool is_control(std::string_view character) {
    const unsigned first = byte_at(character, 0);
    if (first < 0x20 || first == 0x7F) return true;
    return first == 0xC2 && character.size() > 1 && byte_at(character, 1) < 0xA0;
}

}  // namespace dbdb::text
