/// Telling text from bytes.
///
/// Strict as RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace dbdb::text {

/// Bytes of the character that `bytes` begins with, 0 when they begin with none.
std::size_t character_bytes(std::string_view bytes);

/// Whether `bytes` are characters from end to end.
bool is_utf8(std::string_view bytes);

/// Whether the character of `character` is a control character: one of the C0 set, DEL, or one of
/// the C1 set, which some terminals obey although it takes two bytes.
bool is_control(std::string_view character);

}  // namespace dbdb::text
