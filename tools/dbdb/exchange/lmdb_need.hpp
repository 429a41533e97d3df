/// What LMDB can hold, and the map that it needs for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dbdb::exchange {

/// Adds up the need of records.
class LmdbNeed {
public:
    /// Counts a record. Gives why LMDB cannot hold it, or nothing when it can.
    std::optional<std::string> add(std::string_view key, std::string_view value);

    /// A map size in bytes, a multiple of 4096, that is more than enough. A map that is too large
    /// costs nothing: the file grows only as far as it is filled.
    std::uint64_t map_bytes() const;

private:
    std::uint64_t needed_bytes_ = 0;
};

}  // namespace dbdb::exchange
