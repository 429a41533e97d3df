/// What a filter is made of: a tree of conditions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/entry.hpp"

namespace dbdb::keyspace {

enum class FilterKind {
    tag,
    all,   ///< All parts hold; of no parts that is every entry.
    any,   ///< One of the parts holds.
    none,  ///< None of the parts does.
    created,
    updated,
    expires,
    value_bytes,
    key_contains,
    key_matches,
};

struct FilterNode {
    FilterKind kind = FilterKind::all;
    std::string text{};                  ///< A tag, a part of a key, or a pattern.
    std::optional<std::int64_t> from{};  ///< In ns, ms for expiry, or bytes.
    std::optional<std::int64_t> to{};    ///< The first behind.
    std::vector<std::shared_ptr<const FilterNode>> parts{};
};

/// Whether the condition of `node`, which has no parts, holds of `entry`.
bool holds_of(const FilterNode& node, const format::EntryView& entry);

/// Whether `key` matches a pattern as Filter::key_matches describes it. O(key times pattern).
bool matches_pattern(std::string_view key, std::string_view pattern);

}  // namespace dbdb::keyspace
