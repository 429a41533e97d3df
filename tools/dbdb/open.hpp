/// Opening a database for a verb, and beginning to write.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dbdb/database.hpp"
#include "dbdb/transaction.hpp"

#include "writing.hpp"

namespace dbdb::tool {

enum class Missing {
    make,    ///< A file that is missing is made.
    refuse,  ///< It is a failure.
};

/// Writes nothing and takes no lock. Throws Failure, whose exit code says why it cannot be opened.
Database open_to_read(const std::string& path);

Database open_to_write(const std::string& path, Missing missing);

/// Begins a transaction, or goes on with that of the shell. Throws Failure: cannot_open when
/// another writer has the turn for longer than `timeout_seconds`, or than the default of 30
/// seconds; wrong_arguments in a shell that shows an older commit.
Writing begin(Database& database, const std::optional<std::uint64_t>& timeout_seconds);

/// The same without regard to a shell.
Transaction begin_alone(Database& database, const std::optional<std::uint64_t>& timeout_seconds);

}  // namespace dbdb::tool
