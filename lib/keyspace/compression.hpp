/// Which values of a keyspace are compressed.
#pragma once

#include <cstdint>
#include <optional>

#include "format/keyspace_record.hpp"

namespace dbdb::keyspace {

inline constexpr std::uint32_t compressed_value_bytes_min = 1024;

/// Whether a value of this length is long enough.
inline bool is_long_enough(const format::KeyspaceOptions& options, std::uint64_t value_bytes) {
    const std::uint32_t bytes_min = options.compression_bytes_min;
    return value_bytes >= (bytes_min == 0 ? compressed_value_bytes_min : bytes_min);
}

/// The level that values are compressed with; empty when the keyspace does not say that they are.
inline std::optional<int> compression_level(const format::KeyspaceOptions& options) {
    if (options.compression != format::Compression::zstd) return std::nullopt;
    return options.compression_level;
}

}  // namespace dbdb::keyspace
