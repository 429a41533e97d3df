/// A commit as it is named on the command line.
#pragma once

#include <string>

#include "dbdb/snapshot.hpp"

namespace dbdb::tool {

/// The commit that `text` names in the file `path`: HEAD, a number, or a bookmark. Throws Failure
/// (not_found). That a number is that of a commit is not looked at.
CommitId commit_named(const Snapshot& snapshot, const std::string& path, const std::string& text);

}  // namespace dbdb::tool
