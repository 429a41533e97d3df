/// The keys of the two indexes of a keyspace. Their values are empty.
///
/// The index of deadlines has the entries that expire in the order in which they do; the index of
/// tags has under each tag its entries in the order of their keys. Byte layout: lib/FORMAT.md,
/// "Catalog".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dbdb::keyspace {

/// An entry that expires.
struct DeadlineKey {
    std::int64_t deadline_ms = 0;
    std::string_view key;
};

inline constexpr std::size_t deadline_key_bytes = 8;

std::string deadline_index_key(std::int64_t deadline_ms, std::string_view key);

/// Empty for what is no key of the index.
std::optional<DeadlineKey> parse_deadline_index_key(std::string_view index_key);

/// An entry that has a tag.
struct TagKey {
    std::string_view tag;
    std::string_view key;
};

/// What the keys of all entries with `tag` begin with in the index, and no others.
std::string tag_index_prefix(std::string_view tag);

std::string tag_index_key(std::string_view tag, std::string_view key);

/// Empty for what is no key of the index.
std::optional<TagKey> parse_tag_index_key(std::string_view index_key);

}  // namespace dbdb::keyspace
