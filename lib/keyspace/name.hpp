/// What keyspaces and bookmarks may be called.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dbdb::keyspace {

inline constexpr std::size_t name_bytes_max = 255;

/// Whether `text` is well-formed UTF-8 without control characters. Overlong forms, surrogates and
/// numbers above U+10FFFF are not well-formed.
bool is_plain_text(std::string_view text);

/// Throws Error{Errc::invalid}, with `context` before what is wrong, when `name` is not 1 to 255
/// bytes of plain text. No path is ever made of a name.
void require_name(const std::string& context, std::string_view name);

}  // namespace dbdb::keyspace
