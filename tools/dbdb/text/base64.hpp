/// Bytes as Base64, RFC 4648 section 4: the usual alphabet, with padding, on one line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/write.hpp"

namespace dbdb::text {

void encode_base64(std::string_view bytes, const Write& write);

/// Empty for anything that `encode_base64` does not write: a wrong character, wrong padding, or
/// unused bits that are not zero, so that each text stands for other bytes.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace dbdb::text
