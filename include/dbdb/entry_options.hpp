/// What may belong to an entry beside its key and value.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dbdb {

/// A tag is 1 to `tag_bytes_max` bytes of any content.
inline constexpr std::size_t tag_bytes_max = 255;

/// An entry has at most so many tags.
inline constexpr std::size_t entry_tags_max = 255;

/// A content type is at most this long.
inline constexpr std::size_t content_type_bytes_max = 255;

/// A moment as entries keep it: to the millisecond, in UTC.
using Expiry = std::chrono::sys_time<std::chrono::milliseconds>;

/// What a `set` says of an entry. What is left out the entry has not, whatever it had before: a
/// plain `set` makes an entry that stays and has no tags.
struct EntryOptions {
    /// The entry is gone so long after it was set. More than zero; not together with `expires_at`.
    std::optional<std::chrono::milliseconds> ttl{};
    /// The entry is gone from this moment on, which lies ahead.
    std::optional<Expiry> expires_at{};
    /// In any order; one that comes twice counts once.
    std::vector<std::string> tags{};
    /// What kind of value it is, such as "image/png"; bytes that mean nothing to the store.
    std::string content_type{};
    /// When the entry was made and set last, for a copy of one that tells; both or none. Else the
    /// keyspace's options say whether it is told.
    std::optional<std::chrono::system_clock::time_point> created{};
    std::optional<std::chrono::system_clock::time_point> updated{};
};

/// An entry that had expired and was removed; see Database::sweep.
struct SweptEntry {
    std::string keyspace{};  ///< Empty for the default one.
    std::string key{};
};

}  // namespace dbdb
