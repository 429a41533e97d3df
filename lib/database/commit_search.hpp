/// Finding commits in a file whose slots, or whose chain, cannot be followed.
#pragma once

#include <vector>

#include "database/pages.hpp"
#include "transaction/version.hpp"
#include "tree/source.hpp"

namespace dbdb::database {

/// Every commit record of this file that verifies, wherever it lies, in the order of addresses.
/// Among them may be records of commits that were given up. Reads the whole file.
std::vector<transaction::Version> search_commits(const tree::Source& source);

/// Of `commits`, the one to believe in when no slot tells: the newest that is whole and whose
/// predecessor is there; else the newest that is whole; else the newest. None older than
/// `noted_id`, which is known to have been on disk, if there is another. Null when there is none.
const transaction::Version* newest_credible(const std::vector<transaction::Version>& commits,
                                            CommitId noted_id);

/// The file ids that slots and note state, whether they are intact or not, each once. A record that
/// verifies by one proves it.
std::vector<format::FileId> stated_file_ids(const File& file);

}  // namespace dbdb::database
