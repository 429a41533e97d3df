/// A line as a person types it, taken apart into words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dbdb::text {

/// The words of `line`, parted by white space. Within '...' every byte stands for itself; within
/// "..." the escapes of text/escape.hpp and \" are known; elsewhere a backslash makes the next byte
/// stand for itself. A word that begins with # and all behind it is left out. Empty where a
/// quotation mark or an escape is not complete.
std::optional<std::vector<std::string>> words_of(std::string_view line);

/// As one word of a line.
std::string as_word(std::string_view bytes);

}  // namespace dbdb::text
