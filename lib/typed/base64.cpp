#include "typed/base64.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace dbdb::typed {
namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char padding = '=';

/// Three bytes as four letters; what is missing of the three is padding.
void append_group(std::string& text, std::string_view group) {
    std::uint32_t bits = 0;
    for (std::size_t index = 0; index < 3; ++index)
        bits = bits << 8 | (index < group.size() ? static_cast<unsigned char>(group[index]) : 0);
    for (std::size_t index = 0; index < 4; ++index)
        text += index <= group.size() ? letters[bits >> (18 - 6 * index) & 63] : padding;
}

/// Whether `group` is two to four letters; its bytes are appended then.
bool append_bytes(std::string& bytes, std::string_view group) {
    std::uint32_t bits = 0;
    for (const char letter : group) {
        const std::size_t number = letters.find(letter);
        if (number == std::string_view::npos) return false;
        bits = bits << 6 | static_cast<std::uint32_t>(number);
    }
    bits <<= 6 * (4 - group.size());
    for (std::size_t index = 0; index + 1 < group.size(); ++index)
        bytes += static_cast<char>(bits >> (16 - 8 * index) & 0xff);
    return group.size() >= 2;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
    std::string text;
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size())))
        append_group(text, bytes.substr(0, 3));
    return text;
}

/// Whether the bits that padding leaves over are zero is known by going back.
std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes;
    for (std::string_view left = text; !left.empty();) {
        std::string_view group = left.substr(0, 4);
        left.remove_prefix(group.size());
        if (left.empty()) group = group.substr(0, group.find(padding));
        if (!append_bytes(bytes, group)) return std::nullopt;
    }
    if (to_base64(bytes) != text) return std::nullopt;
    return bytes;
}

}  // namespace dbdb::typed
