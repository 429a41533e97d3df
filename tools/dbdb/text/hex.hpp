/// Bytes as hexadecimal digits, two for each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/write.hpp"

namespace dbdb::text {

/// Writes lower case digits.
void encode_hex(std::string_view bytes, const Write& write);

/// Takes digits of either case. Empty when their count is odd or something else is among them.
std::optional<std::string> decode_hex(std::string_view digits);

}  // namespace dbdb::text
