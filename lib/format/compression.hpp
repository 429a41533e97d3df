/// Compressed values: one frame of zstd, which says how long the value is.
///
/// What is decompressed is never trusted: the length is known from the payload, must be that of the
/// frame, and is bounded by whoever asks, before any memory is taken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dbdb::format {

/// Whether a value of `raw_bytes` may be stored in `bytes`: compression is kept where it saves an
/// eighth or more.
constexpr bool is_worthwhile(std::uint64_t bytes, std::uint64_t raw_bytes) {
    return bytes <= raw_bytes - raw_bytes / 8 && bytes < raw_bytes;
}

/// The frame of `value`, valid until this thread's next call; empty when it is not worthwhile.
/// `level` is one of zstd's, 0 for its default. Throws std::bad_alloc.
std::optional<std::string_view> compressed(std::string_view value, int level);

/// The value of `raw_bytes` that `frame` holds; empty when it holds no such value. Throws
/// std::bad_alloc.
std::optional<std::string> decompressed(std::string_view frame, std::uint64_t raw_bytes);

}  // namespace dbdb::format
