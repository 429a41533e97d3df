/// Randomness of the system, for what must be unlike everything else: file ids, temporary names.
#pragma once

#include <array>
#include <cstddef>

namespace dbdb::io {

/// 128 random bits. Throws Error{Errc::unsupported} with the system's reason where there are none.
std::array<std::byte, 16> random_bits();

}  // namespace dbdb::io
