/// Bytes as text of 64 letters (RFC 4648, with padding).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dbdb::typed {

std::string to_base64(std::string_view bytes);

/// Empty for what `to_base64` never gives.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace dbdb::typed
