/// How bytes are spelled where they are typed or shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/write.hpp"

namespace dbdb::text {

enum class Spelling {
    raw,     ///< As they are.
    hex,     ///< Two hexadecimal digits for each byte.
    base64,  ///< RFC 4648.
};

/// The bytes that `text` spells; empty when it is not spelled that way.
std::optional<std::string> decode(std::string_view text, Spelling spelling);

void encode(std::string_view bytes, Spelling spelling, const Write& write);

/// The same for a line of text: raw bytes are escaped.
void encode_line(std::string_view bytes, Spelling spelling, const Write& write);

/// "hexadecimal" and so on, for messages.
std::string_view spelling_name(Spelling spelling);

}  // namespace dbdb::text
