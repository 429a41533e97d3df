/// Runs of keys for reports: copies, since what is read from the file goes with its mapping.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dbdb/damage.hpp"

namespace dbdb::tree {

/// The keys in [from, to), or from `from` on. Each bound takes at most 256 bytes: a hostile file
/// may have a bound of 64 KiB around each of very many records, and a report must stay small.
KeyRange key_range(std::string_view from,
                   const std::optional<std::string_view>& to,
                   std::uint64_t entries);

/// `key` alone.
KeyRange key_range(std::string_view key);

}  // namespace dbdb::tree
