/// A memory barrier for all threads of the process at once.
///
/// Readers are many and versions change seldom. So the one who retires a version pays for the order
/// of memory, with a system call, and readers get by without a barrier of their own.
#pragma once

namespace dbdb::transaction {

/// Whether the system offers it; the same answer all the time.
bool has_thread_barrier() noexcept;

/// What any thread did before this call is seen after it, and the other way round. Only where
/// `has_thread_barrier`, otherwise an ordinary barrier of the caller.
void thread_barrier() noexcept;

}  // namespace dbdb::transaction
