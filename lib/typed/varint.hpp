/// Numbers in as few bytes as they need: seven bits each, lowest first, the eighth says that more
/// follow. There is one form of each number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dbdb::typed {

inline void append_varint(std::string& bytes, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7)
        bytes += static_cast<char>(number | 0x80);
    bytes += static_cast<char>(number);
}

/// Removes the number that `bytes` begin with. Empty when there is none.
inline std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        if ((shift == 63 && byte > 1) || (shift > 0 && byte == 0)) return std::nullopt;
        number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) return number;
    }
    return std::nullopt;
}

}  // namespace dbdb::typed
