/// Whether what reopens is what may reopen.
#pragma once

#include <string>

#include "dbdb/database.hpp"

#include "support/simulated_disk.hpp"
#include "timeline.hpp"

namespace dbdb::test {

/// Throws std::runtime_error, saying why, unless `database` holds one of the expected commits with
/// all before it, and passes a full check.
void require_expected(const Database& database, const Expected& expected);

/// Opens the disk for that, and requires that nothing is written by it. The commit that was found;
/// empty when there is no database, where none needs to be. Throws Error and std::runtime_error.
std::optional<CommitId> reopen(SimulatedDisk& disk, const Expected& expected);

}  // namespace dbdb::test
