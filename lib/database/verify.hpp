/// The full check of a file: every record of every commit that is kept.
#pragma once

#include "dbdb/database.hpp"

#include "transaction/version.hpp"

namespace dbdb::database {

/// Checks the commits from `newest` back. What they share is checked once.
VerifyReport verify(const transaction::Version& newest);

}  // namespace dbdb::database
