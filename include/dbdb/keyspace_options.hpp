/// How a keyspace keeps its entries.
#pragma once

#include <chrono>
#include <cstdint>

namespace dbdb {

/// What large values are written with. Who reads need not know: see Reader.
enum class Compression {
    none,
    zstd,  ///< Kept where it saves an eighth of a value or more.
};

/// Levels of zstd: more takes longer and saves more, less than 0 is faster still.
inline constexpr int compression_level_min = -100;
inline constexpr int compression_level_max = 22;

/// Options of one keyspace, stored in the file and part of each commit. They hold for what is set
/// from then on: what is there stays as it was written.
struct KeyspaceOptions {
    /// Of a keyspace with `none`, Options::compression decides.
    Compression compression = Compression::none;
    /// 0: that of zstd itself, which is 3.
    int compression_level = 0;
    /// Values from so many bytes on are compressed; 0: 1024.
    std::uint32_t compression_bytes_min = 0;
    /// Whether entries know when they were made and changed.
    bool track_times = false;
    /// How long an entry lives that is set without an expiry; 0: for ever.
    std::chrono::milliseconds default_ttl{0};

    friend bool operator==(const KeyspaceOptions&, const KeyspaceOptions&) = default;
};

}  // namespace dbdb
