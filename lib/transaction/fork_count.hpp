/// Whether this process is still the one that opened a database.
#pragma once

#include <atomic>

namespace dbdb::transaction {

namespace detail {

inline std::atomic<unsigned> forks{0};

}  // namespace detail

/// Begins to count forks; to be called before a count is taken for later comparison. Throws
/// Error{Errc::io} when the system has no memory for it.
void watch_forks();

/// How many forks lie between this process and the first that watched them. What was made at
/// another count belongs to a parent process.
inline unsigned fork_count() { return detail::forks.load(std::memory_order_relaxed); }

}  // namespace dbdb::transaction
