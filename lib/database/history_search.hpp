/// Finding an older commit of a file.
///
/// The jump pointers lead to any commit by reading at most about 3 log2 n records; see
/// format/jump_target.hpp.
#pragma once

#include <cstdint>
#include <optional>

#include "dbdb/options.hpp"

#include "transaction/version.hpp"

namespace dbdb::database {

using transaction::Version;

/// Where a search in the chain of commits has ended.
struct CommitFound {
    Version version;              ///< The newest commit that passes; commit 0 when none does.
    std::optional<Version> next;  ///< The one behind it; empty when `version` is the newest of all.
    unsigned records_read = 0;
};

// The newest commit, not newer than `newest`, with at most this id, time or position. Each throws
// Error{Errc::corrupt} when a record on its way is damaged.
CommitFound find_by_id(const Version& newest, CommitId id_max);
CommitFound find_by_time(const Version& newest, std::int64_t time_ns_max);
CommitFound find_by_position(const Version& newest, std::uint64_t position_max);

/// The commit `id`, which may be 0. Throws Error{Errc::not_found}, naming what is kept.
Version commit_with_id(const Version& newest, CommitId id);

/// The newest commit not after `time_ns`. Throws Error{Errc::not_found}, naming the oldest, when
/// all are younger.
Version commit_at_time(const Version& newest, std::int64_t time_ns);

}  // namespace dbdb::database
