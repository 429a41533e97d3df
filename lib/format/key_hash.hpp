/// The one byte of hash by which a leaf finds a key: the lowest byte of its XXH3-64.
#pragma once

#include <cstdint>
#include <string_view>

#ifndef XXH_INLINE_ALL
#define XXH_INLINE_ALL
#endif
#include <xxhash.h>

namespace dbdb::format {

inline std::uint8_t key_hash(std::string_view key) {
    return static_cast<std::uint8_t>(XXH3_64bits(key.data(), key.size()));
}

}  // namespace dbdb::format
