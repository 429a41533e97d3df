/// SHA-256, FIPS 180-4: by it a page tells a browser which script and which style are its own.
#pragma once

#include <string>
#include <string_view>

namespace dbdb::text {

/// The 32 bytes of the digest.
std::string sha256(std::string_view bytes);

}  // namespace dbdb::text
