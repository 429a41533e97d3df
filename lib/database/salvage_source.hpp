/// The commit that a salvage starts from, and the commits before it, past all damage.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dbdb/salvage.hpp"

#include "transaction/version.hpp"

namespace dbdb::database {

/// The commit to salvage.
struct SalvageSource {
    std::shared_ptr<const tree::Source> source;
    transaction::Version version;
    CommitId newest_named = 0;  ///< By slots and note.
    std::string reason{};       ///< Why it was not found as usual.
};

/// As opening the file would find it, else by searching all of it for commit records. Throws Error
/// when there is no commit at all.
SalvageSource find_salvage_source(const std::shared_ptr<File>& file);

/// The commits before one, newest first, as far as records can be found at all.
class CommitChain {
public:
    /// Tells `report` which were lost.
    CommitChain(const transaction::Version& newest, SalvageReport& report);

    /// The newest of them that lies below `offset` as a whole; null when there is none.
    const transaction::Version* below(std::uint64_t offset) const;

private:
    std::optional<transaction::Version> before(const transaction::Version& version);
    std::optional<transaction::Version> found_below(std::uint64_t offset, CommitId id);

    const tree::Source& source_;
    SalvageReport& report_;
    std::vector<transaction::Version> commits_;
    std::optional<std::vector<transaction::Version>> searched_;
};

}  // namespace dbdb::database
