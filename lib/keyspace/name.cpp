#include "keyspace/name.hpp"

#include <cstdint>

#include "dbdb/error.hpp"

namespace dbdb::keyspace {

namespace {

constexpr std::uint32_t no_character = 0xFFFF'FFFF;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// Bytes of the character that begins with `first`; 0 when none does.
std::size_t character_bytes(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/// Takes a character from the front of `text`, which is not empty.
std::uint32_t take_character(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t bytes = character_bytes(first);
    if (bytes == 0 || bytes > text.size()) return no_character;
    std::uint32_t character = bytes == 1 ? first : first & (0x7FU >> bytes);
    for (std::size_t index = 1; index < bytes; ++index) {
        if (!is_continuation(text[index])) return no_character;
        character = character << 6 | (static_cast<unsigned char>(text[index]) & 0x3F);
    }
    text.remove_prefix(bytes);
    const bool is_overlong =
        (bytes == 3 && character < 0x800) || (bytes == 4 && character < 0x10000);
    return is_overlong ? no_character : character;
}

bool is_plain(std::uint32_t character) {
    const bool is_control = character < 0x20 || (character >= 0x7F && character < 0xA0);
    const bool is_surrogate = character >= 0xD800 && character < 0xE000;
    return !is_control && !is_surrogate && character <= 0x10FFFF;
}

}  // namespace

bool is_plain_text(std::string_view text) {
    while (!text.empty())
        if (!is_plain(take_character(text))) return false;
    return true;
}

void require_name(const std::string& context, std::string_view name) {
    if (name.empty()) throw Error(Errc::invalid, context + ": a name must not be empty");
    if (name.size() > name_bytes_max) {
        throw Error(Errc::invalid,
                    context + ": name of " + std::to_string(name.size()) + " bytes, at most " +
                        std::to_string(name_bytes_max) + " are allowed");
    }
    if (!is_plain_text(name)) {
        throw Error(Errc::invalid, context + ": a name must be UTF-8 without control characters");
    }
}

}  // namespace dbdb::keyspace
