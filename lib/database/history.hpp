/// The chain of commits in a file.
#pragma once

#include <vector>

#include "dbdb/options.hpp"

#include "transaction/version.hpp"

namespace dbdb::database {

/// The commits from `newest` back, at most `limit`; commit 0 is none. Reads one record each.
std::vector<CommitInfo> history(const transaction::Version& newest, std::size_t limit);

}  // namespace dbdb::database
