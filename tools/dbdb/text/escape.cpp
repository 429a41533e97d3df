#include "text/escape.hpp"

#include <algorithm>

#include "text/hex.hpp"
#include "text/utf8.hpp"

namespace dbdb::text {

namespace {

constexpr std::size_t quoted_bytes_max = 200;

/// How many of the first bytes of `bytes` stand for themselves.
std::size_t plain_bytes(std::string_view bytes) {
    std::size_t index = 0;
    while (index < bytes.size() && bytes[index] != '\\') {
        const std::string_view rest = bytes.substr(index);
        const std::size_t length_bytes = character_bytes(rest);
        if (length_bytes == 0 || is_control(rest)) break;
        index += length_bytes;
    }
    return index;
}

/// The letter behind the backslash, 0 when the byte has none of its own.
char letter_of(char byte) {
    switch (byte) {
        case '\\':
            return '\\';
        case '\t':
            return 't';
        case '\n':
            return 'n';
        case '\r':
            return 'r';
        case '\0':
            return '0';
        default:
            return 0;
    }
}

void escape_byte(char byte, const Write& write) {
    const char letter = letter_of(byte);
    if (letter != 0) {
        const char pair[] = {'\\', letter};
        write({pair, sizeof pair});
        return;
    }
    write("\\x");
    encode_hex({&byte, 1}, write);
}

/// The byte that the letter behind a backslash stands for.
std::optional<char> byte_of(char letter) {
    for (const char byte : {'\\', '\t', '\n', '\r', '\0'})
        if (letter_of(byte) == letter) return byte;
    return std::nullopt;
}

/// Takes one escape sequence, without its backslash, from the front of `text`.
std::optional<char> take_escape(std::string_view& text) {
    if (text.empty()) return std::nullopt;
    const char letter = text[0];
    const std::size_t taken_bytes = letter == 'x' ? 3 : 1;
    if (text.size() < taken_bytes) return std::nullopt;
    const std::string_view digits = text.substr(1, taken_bytes - 1);
    text.remove_prefix(taken_bytes);
    if (letter != 'x') return byte_of(letter);
    const std::optional<std::string> decoded = decode_hex(digits);
    return decoded ? std::optional(decoded->front()) : std::nullopt;
}

}  // namespace

void escape(std::string_view bytes, const Write& write) {
    while (!bytes.empty()) {
        const std::size_t count = plain_bytes(bytes);
        if (count != 0) write(bytes.substr(0, count));
        bytes.remove_prefix(count);
        if (bytes.empty()) break;
        escape_byte(bytes.front(), write);
        bytes.remove_prefix(1);
    }
}

std::string escaped(std::string_view bytes) {
    std::string text;
    escape(bytes, [&text](std::string_view piece) { text += piece; });
    return text;
}

std::string quoted(std::string_view bytes) {
    if (bytes.size() <= quoted_bytes_max) return "'" + escaped(bytes) + "'";
    return "'" + escaped(bytes.substr(0, quoted_bytes_max)) + "...' (" +
           std::to_string(bytes.size()) + " bytes)";
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    while (!text.empty()) {
        const std::size_t count = std::min(text.find('\\'), text.size());
        bytes += text.substr(0, count);
        text.remove_prefix(count);
        if (text.empty()) break;
        text.remove_prefix(1);
        const std::optional<char> byte = take_escape(text);
        if (!byte) return std::nullopt;
        bytes += *byte;
    }
    return bytes;
}

}  // namespace dbdb::text
