/// Copying commits into a new file: the first one laid out in order, each later one as what it
/// changes, so that what the commits share stays shared.
///
/// Commits keep their ids, times and messages. Their places, and their positions in the chain, are
/// new. Nothing in the new file counts before `finish`, and nothing is lost with it before it has
/// got a name.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "dbdb/file.hpp"

#include "database/pace.hpp"
#include "transaction/appender.hpp"
#include "transaction/version.hpp"
#include "tree/source.hpp"
#include "tree/space.hpp"

namespace dbdb::database {

using transaction::Version;

class CommitCopy {
public:
    /// Into `target`, which is empty and nobody else's, as a file of `database_id`. It is expected
    /// to need no more than `expected_bytes`; more is no error.
    CommitCopy(std::shared_ptr<File> target,
               format::DatabaseId database_id,
               std::uint64_t expected_bytes,
               Pace& pace);

    /// Makes the trees those of `version`. The first time all of them are copied; after that only
    /// what differs from the version before. Throws Error{Errc::corrupt} when a record is damaged,
    /// Error{Errc::io}, Cancelled.
    void go_to(const Version& version);

    /// Keeps the present version, a commit, in the chain of the new file.
    void keep();

    /// Writes the fixed pages, which name the newest commit that was kept, and makes it all
    /// durable.
    void finish();

    std::uint64_t tail() const { return appender_->tail(); }

    std::uint64_t kept_count() const { return kept_count_; }

    /// Brings everything to the disk that was copied so far, so that less is left to do later.
    void sync();

private:
    void copy_all(const Version& version);
    void apply_changes(const Version& before, const Version& after);
    void spill();
    void write_out();
    void begin_commit(std::uint64_t begin, CommitId id);

    std::shared_ptr<File> target_;
    format::DatabaseId database_id_;
    Pace& pace_;
    std::shared_ptr<const tree::Source> source_;  ///< Of the new file.
    tree::Space space_;
    std::unique_ptr<transaction::Appender> appender_;
    std::optional<Version> present_;  ///< In the old file.
    format::Root main_;               ///< In the new file, or in memory.
    Version newest_;                  ///< The newest kept one, in the new file.
    std::uint64_t kept_count_ = 0;
};

}  // namespace dbdb::database
