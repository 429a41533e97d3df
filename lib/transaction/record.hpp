/// Commit records in the mapped file.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "dbdb/options.hpp"

#include "format/commit_record.hpp"
#include "transaction/version.hpp"
#include "tree/source.hpp"

namespace dbdb::transaction {

/// The record that `link` names; empty when it is not there or damaged.
std::optional<format::CommitRecord> find_record(const tree::Source& source,
                                                const format::CommitLink& link);

/// The same. Throws Error{Errc::corrupt} when there is none.
format::CommitRecord read_record(const tree::Source& source, const format::CommitLink& link);

/// What `record`, which `link` names, says. `source` is where its trees are read from.
Version version_of(const format::CommitRecord& record,
                   const format::CommitLink& link,
                   const tree::Source& source);

/// The version that `link` names; commit 0 for none. Throws Error{Errc::corrupt}.
Version read_version(const tree::Source& source, const format::CommitLink& link);

/// The commit `id` in the chain that ends with `newest`, read through `source`; empty when
/// there is none. Commit 0 is always there. Reads O(log n) records. Throws Error{Errc::corrupt}.
std::optional<Version> find_version(const Version& newest, CommitId id, const tree::Source& source);

/// Whether everything that the commit of `version` has appended is there; reads all of it.
bool is_whole(const Version& version, const tree::Source& source);

/// A time as commit records have it, in ns since 1970, and back.
std::int64_t nanoseconds_of(std::chrono::system_clock::time_point time);
std::chrono::system_clock::time_point time_of(std::int64_t ns);

/// Everything known of a version's commit; reads its record.
CommitInfo describe(const Version& version);

/// The link for the jump pointer of the commit behind `previous`, read through `source`. Throws
/// Error{Errc::corrupt}.
format::CommitLink next_jump(const Version& previous, const tree::Source& source);

}  // namespace dbdb::transaction
