/// An entry as it stands in a leaf: two lengths, the key, the payload.
///
/// The payload of a plain entry is its value. That of an *extended* entry (marked in the leaf's
/// slot) begins with attributes; lib/format/payload.hpp reads them. What an entry does not use
/// costs it no byte. Byte layout: lib/FORMAT.md, "Entry".
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "format/bytes.hpp"

namespace dbdb::format {

/// Bytes that a length takes: 7 bits in each, lowest first, the highest bit set but in the last.
constexpr std::size_t length_bytes(std::uint64_t length) {
    std::size_t bytes = 1;
    while (length >= 0x80) {
        length >>= 7;
        ++bytes;
    }
    return bytes;
}

/// Reads a length of at most 4 bytes and moves `place` behind it.
inline std::uint32_t load_length(const std::byte*& place) {
    auto next = static_cast<std::uint32_t>(*place++);
    if (next < 0x80) [[likely]]
        return next;
    std::uint32_t length = next & 0x7F;
    for (unsigned shift = 7; shift < 28; shift += 7) {
        next = static_cast<std::uint32_t>(*place++);
        length |= (next & 0x7F) << shift;
        if (next < 0x80) break;
    }
    return length;
}

/// Writes a length and returns the place behind it.
inline std::byte* store_length(std::byte* place, std::uint64_t length) {
    while (length >= 0x80) {
        *place++ = static_cast<std::byte>(length | 0x80);
        length >>= 7;
    }
    *place++ = static_cast<std::byte>(length);
    return place;
}

/// An entry read in place.
struct EntryView {
    std::string_view key;
    std::string_view payload;
    bool is_extended = false;
};

/// Length of an entry in a leaf, without its slot and hash.
constexpr std::size_t entry_bytes(std::size_t key_bytes, std::size_t payload_bytes) {
    return length_bytes(key_bytes) + length_bytes(payload_bytes) + key_bytes + payload_bytes;
}

inline EntryView load_entry(const std::byte* place, bool is_extended) {
    const std::uint32_t key_bytes = load_length(place);
    const std::uint32_t payload_bytes = load_length(place);
    return {as_text(place, key_bytes), as_text(place + key_bytes, payload_bytes), is_extended};
}

/// Copies bytes, of which there may be none, and returns the place behind them.
inline std::byte* store_bytes(std::byte* place, std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(place, bytes.data(), bytes.size());
    return place + bytes.size();
}

/// Writes an entry and returns the place behind it.
inline std::byte* store_entry(std::byte* place, std::string_view key, std::string_view payload) {
    place = store_length(place, key.size());
    place = store_length(place, payload.size());
    return store_bytes(store_bytes(place, key), payload);
}

}  // namespace dbdb::format
