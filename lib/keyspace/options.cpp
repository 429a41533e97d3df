#include "keyspace/options.hpp"

#include "dbdb/error.hpp"

namespace dbdb::keyspace {

namespace {

void require(bool is_so, const std::string& what, const char* otherwise) {
    if (!is_so) throw Error(Errc::invalid, what + ": " + otherwise);
}

}  // namespace

format::KeyspaceOptions stored_options(const std::string& what, const KeyspaceOptions& options) {
    require(options.compression == Compression::none || options.compression == Compression::zstd,
            what,
            "unknown compression");
    require(options.compression_level >= compression_level_min &&
                options.compression_level <= compression_level_max,
            what,
            "the level of compression must be -100 to 22");
    require(options.default_ttl.count() >= 0, what, "the time to live must not be negative");
    format::KeyspaceOptions stored;
    stored.compression = options.compression == Compression::zstd ? format::Compression::zstd
                                                                  : format::Compression::none;
    stored.compression_level = static_cast<std::int8_t>(options.compression_level);
    stored.compression_bytes_min = options.compression_bytes_min;
    stored.track_times = options.track_times;
    stored.default_ttl_ms = static_cast<std::uint64_t>(options.default_ttl.count());
    return stored;
}

KeyspaceOptions public_options(const format::KeyspaceOptions& options) {
    KeyspaceOptions shown;
    shown.compression =
        options.compression == format::Compression::zstd ? Compression::zstd : Compression::none;
    shown.compression_level = options.compression_level;
    shown.compression_bytes_min = options.compression_bytes_min;
    shown.track_times = options.track_times;
    shown.default_ttl = std::chrono::milliseconds(options.default_ttl_ms);
    return shown;
}

}  // namespace dbdb::keyspace
