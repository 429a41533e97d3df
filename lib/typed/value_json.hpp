/// How JSON says what it has no form for, to its reader and its writer.
#pragma once

#include <string_view>

#include "dbdb/value.hpp"

namespace dbdb::typed {

inline constexpr std::string_view bytes_key = "$bytes";
inline constexpr std::string_view double_key = "$double";
inline constexpr std::string_view map_key = "$map";

/// Whether `map` reads as one of these forms.
inline bool is_special(const Value::Map& map) {
    if (map.size() != 1) return false;
    const std::string& key = map.begin()->first;
    return key == bytes_key || key == double_key || key == map_key;
}

}  // namespace dbdb::typed
