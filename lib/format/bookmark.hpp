/// A named commit. The value of the catalog's entry "b" + name. Byte layout: lib/FORMAT.md,
/// "Catalog".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "format/commit_link.hpp"

namespace dbdb::format {

struct Bookmark {
    CommitLink commit{};       ///< None for commit 0.
    std::int64_t time_ns = 0;  ///< When it was set, since 1970 in UTC.

    friend bool operator==(const Bookmark&, const Bookmark&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(commit, time_ns);
    }
};

inline constexpr std::size_t bookmark_bytes = 32;

using BookmarkBytes = std::array<char, bookmark_bytes>;

BookmarkBytes encode(const Bookmark& bookmark);

/// The bookmark in a catalog's value, which lies in a leaf at byte `leaf_offset`. Empty when
/// `bytes` are none, or when its commit does not lie below the leaf.
std::optional<Bookmark> decode_bookmark(std::string_view bytes, std::uint64_t leaf_offset);

}  // namespace dbdb::format
