/// Any bytes as one line of text, and back.
///
/// Backslash, tab, newline, carriage return and NUL become `\\`, `\t`, `\n`, `\r` and `\0`; every
/// other control character, and every byte that is not UTF-8, becomes `\xHH`. What is left is safe
/// to show on a terminal and holds neither a tab nor a line break.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/write.hpp"

namespace dbdb::text {

void escape(std::string_view bytes, const Write& write);

std::string escaped(std::string_view bytes);

/// For messages: escaped, in quotation marks, and cut where it is too long to be read.
std::string quoted(std::string_view bytes);

/// What `text` stands for. Empty when a backslash is followed by none of the above.
std::optional<std::string> unescaped(std::string_view text);

}  // namespace dbdb::text
