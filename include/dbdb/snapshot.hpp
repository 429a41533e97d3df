/// A state of the database that never changes.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/export.hpp"
#include "dbdb/keyspace_options.hpp"
#include "dbdb/options.hpp"
#include "dbdb/reader.hpp"

namespace dbdb {

class Range;
struct Query;  // "dbdb/query.hpp"
struct QueryPage;
struct TagCount;
class ValueReader;  // "dbdb/value_stream.hpp"

namespace transaction {
struct Version;
class Hold;
}  // namespace transaction

/// A named keyspace as a snapshot shows it.
struct KeyspaceInfo {
    std::string name{};
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;  ///< Of its trees; what a clone shares counts for both.

    friend bool operator==(const KeyspaceInfo&, const KeyspaceInfo&) = default;
};

/// A named commit.
struct BookmarkInfo {
    std::string name{};
    CommitId commit = 0;
    std::chrono::system_clock::time_point time{};  ///< When the bookmark was set.
};

/// A reader's hold on one version: an immutable value, to be copied, kept as long as liked and used
/// from any thread. It blocks nobody, takes no lock and outlives the Database it came from.
/// Opening, copying and closing one cost a few nanoseconds.
class DBDB_EXPORT Snapshot : public Reader {
public:
    Snapshot(const Snapshot&) noexcept;
    Snapshot(Snapshot&&) noexcept;
    Snapshot& operator=(Snapshot) noexcept;
    ~Snapshot();

    /// The commit this snapshot shows. For a frozen transaction: the commit it was begun on.
    CommitId commit_id() const noexcept;

    /// Everything known of that commit.
    CommitInfo info() const;

    /// The same commit, with the entries of the keyspace `name` in place of the default one's; none
    /// when there is no such keyspace. The empty name is the default keyspace. O(log n) and one
    /// allocation. Throws Error{Errc::invalid} for what cannot be a name.
    Snapshot keyspace(std::string_view name) const;

    /// The value of `key` in pieces, or empty when there is none; include "dbdb/value_stream.hpp".
    std::optional<ValueReader> value_reader(std::string_view key) const;

    bool has_keyspace(std::string_view name) const;

    /// The options of the keyspace `name`, those that all have at first when there is none. The
    /// empty name is the default keyspace. Throws Error{Errc::invalid} for what cannot be a name.
    KeyspaceOptions options(std::string_view name = {}) const;

    /// The named keyspaces in the order of their names.
    std::vector<KeyspaceInfo> keyspaces() const;

    /// The commit that the bookmark `name` names, or empty when there is no such bookmark.
    std::optional<CommitId> bookmark(std::string_view name) const;

    /// All bookmarks in the order of their names.
    std::vector<BookmarkInfo> bookmarks() const;

    /// All entries, in the order of their keys.
    Range range() const;

    /// Entries with keys in [from, to).
    Range range(std::string_view from, std::string_view to) const;

    /// Entries with keys not less than `key`.
    Range range_from(std::string_view key) const;

    /// Entries with keys less than `key`.
    Range range_to(std::string_view key) const;

    /// Entries with keys that begin with `prefix`.
    Range prefix(std::string_view prefix) const;

    /// The entries that `query` asks for, in the order of their keys; include dbdb/query.hpp. Tags
    /// go by their index, of several that must all be there by leaping from one to the next common
    /// key: the cost is that of the rarest tag's entries, a few lookups each. Other filters look
    /// at each entry that tags and keys have left. Throws Error{Errc::corrupt}.
    QueryPage find(const Query& query) const;

    /// All tags of this keyspace, those first that most entries have. O(log n) for each tag.
    std::vector<TagCount> tags() const;

    /// Whether both show the very same trees, and so the same content, in all keyspaces. Two trees
    /// that were built apart are different even when their entries are equal.
    friend DBDB_EXPORT bool operator==(const Snapshot& left, const Snapshot& right);

private:
    friend class transaction::Hold;
    friend class Range;

    Snapshot(const transaction::Version* version, const void* hold) noexcept;

    Range seek(std::string_view key) const;

    const transaction::Version* version_;
    const void* hold_;
};

}  // namespace dbdb
