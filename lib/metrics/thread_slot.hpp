/// A small number for each running thread, so that threads can count in places of their own.
#pragma once

namespace dbdb::metrics {

inline constexpr unsigned thread_slot_count = 64;

/// The last slot belongs to all threads that found no slot of their own.
inline constexpr unsigned shared_thread_slot = thread_slot_count - 1;

namespace detail {

/// Plain memory, so that reading it costs one instruction; `thread_slot_count` until it is chosen.
extern thread_local constinit unsigned chosen_thread_slot
    __attribute__((tls_model("initial-exec")));

unsigned choose_thread_slot() noexcept;

}  // namespace detail

/// The slot of the calling thread, its own until it ends.
inline unsigned thread_slot() noexcept {
    const unsigned slot = detail::chosen_thread_slot;
    return slot != thread_slot_count ? slot : detail::choose_thread_slot();
}

/// The same, but none is chosen: `thread_slot_count` for a thread that has not asked for one.
inline unsigned known_thread_slot() noexcept { return detail::chosen_thread_slot; }

}  // namespace dbdb::metrics
