/// A survey of a database: what lies where in its file, how its trees and entries are, how it grew.
///
///     const Survey survey = db.survey({.leaves_max = 100'000});
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/export.hpp"
#include "dbdb/options.hpp"
#include "dbdb/snapshot.hpp"
#include "dbdb/statistics.hpp"

namespace dbdb {

/// What a byte of the file belongs to.
enum class SpaceKind {
    fixed,          ///< Superblocks and notes, at the beginning.
    branch,         ///< Of the newest commit: inner nodes of its trees.
    leaf,           ///< The same: nodes with entries.
    blob,           ///< The same: large values.
    commit,         ///< The same: its record.
    older_commits,  ///< Records of older commits.
    garbage,        ///< All else that was written: needed by older commits alone, or by nobody.
    prepared,       ///< Behind all that was written: the next commits go there.
};

inline constexpr std::size_t space_kind_count = 8;

/// Its name in this enumeration.
DBDB_EXPORT std::string_view space_kind_name(SpaceKind kind) noexcept;

/// Bytes of each kind.
struct SpaceBytes {
    std::array<std::uint64_t, space_kind_count> bytes{};

    std::uint64_t& operator[](SpaceKind kind) { return bytes[static_cast<std::size_t>(kind)]; }

    std::uint64_t operator[](SpaceKind kind) const { return bytes[static_cast<std::size_t>(kind)]; }

    /// Of all kinds.
    DBDB_EXPORT std::uint64_t sum() const noexcept;
};

/// How many of some things have which size: `counts[0]` those of 0 bytes, `counts[i]` those of
/// 2^(i-1) to 2^i - 1 bytes, up to the largest there is.
struct SizeHistogram {
    std::vector<std::uint64_t> counts{};
    double mean_bytes = 0;
    std::uint64_t max_bytes = 0;  ///< Of those looked at.
};

/// One keyspace of the newest commit. `bytes` has those of all its trees; the rest speaks of the
/// tree of its entries.
struct KeyspaceSurvey {
    std::string name{};         ///< Empty for the default keyspace.
    std::uint64_t entries = 0;  ///< Exact, as are `bytes` and `height`.
    std::uint64_t bytes = 0;    ///< As in KeyspaceInfo; also for the default keyspace.
    unsigned height = 0;        ///< Branches on the longest way to a leaf.
    LeafStatistics leaves{};    ///< But for those that a keyspace before it has as well.
    /// How many leaves have `i` branches above them. In a perfect tree all have `ideal_height` of
    /// them, or one less.
    std::vector<std::uint64_t> leaves_by_depth{};

    /// The least height that a tree of as many leaves can have.
    DBDB_EXPORT unsigned ideal_height() const noexcept;
};

/// A commit, and what was appended to the file since the one before in the survey.
struct CommitSurvey {
    CommitInfo info{};
    std::uint64_t position = 0;        ///< 1 for the oldest commit that the file keeps.
    std::uint64_t commits = 0;         ///< Since the one before in the survey, this one too.
    std::uint64_t appended_bytes = 0;  ///< By these, and by what was rolled back between them.
    std::uint64_t used_bytes = 0;      ///< Of the file, up to this commit's end.
};

struct SurveyOptions {
    /// At how many leaves to look, at places spread evenly over all keyspaces; at all of them when
    /// it is sure that there are no more.
    std::uint64_t leaves_max = every_leaf;
    std::size_t bucket_count = 128;     ///< Into how many parts the file is cut; at least 1.
    std::uint64_t commits_max = 1'000;  ///< How many commits to name, spread evenly; at least 1.
};

struct Survey {
    Statistics statistics{};        ///< With the leaves of the default keyspace.
    bool is_exact = false;          ///< Every leaf was looked at; else the parts are estimates.
    std::uint64_t leaves_seen = 0;  ///< Looked at, in all trees.

    /// By kinds. Their sum is the length of the file. Those of the newest commit and the fixed ones
    /// make `live_bytes` of the statistics together with `shared_bytes`, also when estimated.
    SpaceBytes bytes{};
    std::uint64_t shared_bytes = 0;  ///< Counted again there: what clones of keyspaces share.
    std::uint64_t bucket_bytes = 0;
    std::vector<SpaceBytes> buckets{};  ///< The same by place; the last one may be shorter.

    std::vector<KeyspaceSurvey> keyspaces{};    ///< The default one, then the others by name.
    std::uint64_t catalog_bytes = 0;            ///< Of the tree of keyspaces and bookmarks.
    std::array<std::uint64_t, 20> leaf_fill{};  ///< Leaves by fill, in steps of 5 %.
    SizeHistogram key_bytes{};
    SizeHistogram value_bytes{};  ///< As they were given: before compression.

    std::vector<CommitSurvey> commits{};  ///< Oldest first; the newest is always there.
    bool has_all_commits = false;         ///< Else `older_commits` is an estimate, too.
    std::vector<BookmarkInfo> bookmarks{};
};

}  // namespace dbdb
