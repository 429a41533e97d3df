/// What a backup holds, set in the present database.
#pragma once

#include <cstdint>

#include "dbdb/database.hpp"

namespace dbdb::database {

/// Sets all entries and bookmarks of `backup` in `target`, in one transaction; what only `target`
/// has stays, and so do the options of
/// keyspaces that it has. Gives how many bookmarks were left out, as `target` has not their commit.
std::uint64_t merge(const Database& backup, Database& target);

}  // namespace dbdb::database
