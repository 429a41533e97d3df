/// Asking for entries by their tags and by what else is known of them.
///
///     const QueryPage page = snapshot.find({.filter = Filter::tag("red") && !Filter::tag("sold"),
///                                           .prefix = "item:",
///                                           .limit = 10});
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/export.hpp"
#include "dbdb/reader.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

namespace keyspace {
struct FilterNode;
}

/// Times from `from` on and before `to`.
struct TimeRange {
    std::optional<std::chrono::system_clock::time_point> from{};
    std::optional<std::chrono::system_clock::time_point> to{};
};

/// Which entries are wanted; put together by &&, || and !. A value, cheap to copy. Of an entry that
/// lacks what a filter looks at, the filter is false.
class DBDB_EXPORT Filter {
public:
    /// Every entry.
    Filter();

    /// Entries with this tag.
    static Filter tag(std::string_view tag);

    /// Entries with all of `tags`, with any of them, with none of them.
    static Filter all_of(std::span<const std::string> tags);
    static Filter any_of(std::span<const std::string> tags);
    static Filter none_of(std::span<const std::string> tags);

    /// Entries that were made, or set last, or that expire within a range.
    static Filter created(const TimeRange& range);
    static Filter updated(const TimeRange& range);
    static Filter expires(const TimeRange& range);

    /// Entries with values of at least `from` and, if given, less than `to` bytes.
    static Filter value_bytes(std::uint64_t from, std::optional<std::uint64_t> to = {});

    /// Entries whose keys have `text` in them.
    static Filter key_contains(std::string_view text);

    /// Entries whose whole keys match `pattern`: * stands for any bytes, ? for one, and \ before
    /// one of these, or before itself, for just that byte.
    static Filter key_matches(std::string_view pattern);

    friend DBDB_EXPORT Filter operator&&(const Filter& left, const Filter& right);
    friend DBDB_EXPORT Filter operator||(const Filter& left, const Filter& right);
    friend DBDB_EXPORT Filter operator!(const Filter& filter);

    const keyspace::FilterNode& node() const { return *node_; }

private:
    explicit Filter(keyspace::FilterNode node);

    std::shared_ptr<const keyspace::FilterNode> node_;
};

/// What is asked for: entries in the order of their keys, a page of them at a time.
struct Query {
    Filter filter{};
    /// Only keys that begin so, are not less than `from`, and less than `to`.
    std::string prefix{};
    std::string from{};
    std::optional<std::string> to{};
    /// Goes on behind this key: the last one of the page before.
    std::optional<std::string> after{};
    std::uint64_t skip = 0;   ///< So many of those found are left out first.
    std::uint64_t limit = 0;  ///< At most so many are given; 0: all.
    /// Whether to find out how many there are, also behind the page. Else a page that is full is
    /// the end of the search.
    bool count_total = true;
};

/// A page of what was found. It holds its snapshot, so its views live as long as it.
struct QueryPage {
    Snapshot snapshot;
    std::vector<Entry> entries{};
    /// How many entries the query finds, whatever `after`, `skip` and `limit` are; 0 when they were
    /// not counted.
    std::uint64_t total = 0;
    bool has_more = false;  ///< There are entries behind the page.
    /// Of the entries, the values that are stored compressed; their views point here.
    std::vector<std::shared_ptr<const std::string>> decoded{};
};

/// A tag and how many entries have it. Those count that have expired and were not removed yet.
struct TagCount {
    std::string tag{};
    std::uint64_t entries = 0;

    friend bool operator==(const TagCount&, const TagCount&) = default;
};

}  // namespace dbdb
