/// Whether this process is still the one that opened a database.
#pragma once

namespace dbdb::transaction {

/// How many forks lie between this process and the first that used this library. What was made at
/// another count belongs to a parent process.
unsigned fork_count();

}  // namespace dbdb::transaction
