/// A small number for each running thread, so that threads can count in places of their own.
#pragma once

namespace dbdb::transaction {

inline constexpr unsigned thread_slot_count = 64;

/// The last slot belongs to all threads that found no slot of their own.
inline constexpr unsigned shared_thread_slot = thread_slot_count - 1;

/// The slot of the calling thread, its own until it ends.
unsigned thread_slot() noexcept;

}  // namespace dbdb::transaction
