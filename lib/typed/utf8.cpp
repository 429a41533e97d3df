#include "typed/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace dbdb::typed {
namespace {

/// How many bytes a letter has by its first one; 0 for a byte that begins none.
std::size_t letter_bytes(unsigned char first) {
    if (first < 0x80) return 1;
    if (first < 0xc2) return 0;
    if (first < 0xe0) return 2;
    if (first < 0xf0) return 3;
    return first < 0xf5 ? 4 : 0;
}

bool is_letter(std::uint32_t number, std::size_t bytes) {
    if (bytes == 3) return number >= 0x800 && (number < 0xd800 || number > 0xdfff);
    return bytes < 3 || (number >= 0x10000 && number <= 0x10ffff);
}

}  // namespace

bool is_utf8(std::string_view bytes) noexcept {
    while (!bytes.empty()) {
        const auto first = static_cast<unsigned char>(bytes.front());
        const std::size_t count = letter_bytes(first);
        if (count == 0 || count > bytes.size()) return false;
        std::uint32_t number = count == 1 ? first : first & (0x7fU >> count);
        for (const char byte : bytes.substr(1, count - 1)) {
            const auto next = static_cast<unsigned char>(byte);
            if ((next & 0xc0) != 0x80) return false;
            number = number << 6 | (next & 0x3f);
        }
        if (!is_letter(number, count)) return false;
        bytes.remove_prefix(count);
    }
    return true;
}

}  // namespace dbdb::typed
