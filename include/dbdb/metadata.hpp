/// What is known of an entry beside its key and value.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/entry_options.hpp"

namespace dbdb {

struct Metadata {
    std::optional<Expiry> expires_at{};  ///< Empty for an entry that stays.
    /// When it was made and when its value was set last; of keyspaces that track times.
    std::optional<std::chrono::system_clock::time_point> created{};
    std::optional<std::chrono::system_clock::time_point> updated{};
    std::vector<std::string> tags{};  ///< In ascending order.
    std::string content_type{};
    std::uint64_t value_bytes = 0;   ///< Length of the value.
    std::uint64_t stored_bytes = 0;  ///< Of the file: key, value, and what else the entry has.

    /// What to set for an entry of the same kind.
    EntryOptions options() const { return {{}, expires_at, tags, content_type, created, updated}; }

    friend bool operator==(const Metadata&, const Metadata&) = default;
};

/// A value, which lives as long as the snapshot it was read from, and what else its entry has.
struct ValueWithMetadata {
    std::string_view value{};
    Metadata metadata{};
};

}  // namespace dbdb
