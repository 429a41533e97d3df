/// Sizes for people.
#pragma once

#include <cstdint>
#include <string>

namespace dbdb::tool {

/// Such as "824 bytes", "1.5 KiB" or "10.0 GiB": rounded, in powers of 1024.
std::string size_text(std::uint64_t bytes);

}  // namespace dbdb::tool
