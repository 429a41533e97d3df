/// How many of those who came in have gone again, counted without a shared line of the cache.
///
/// Each thread counts in a line of its own what it opens and what it closes; any thread may close
/// what another one opened, and only the sums are compared. Where the system can make all threads
/// pass a barrier (thread_barrier.hpp), both cost one plain store.
///
/// Who wants to know that nobody is left first makes known that no more may come in, passes
/// `thread_barrier`, and then asks `are_closed`. Who comes in opens first, then looks whether he
/// may, and closes at once if not. So either the pin is seen, or the ban is.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "metrics/thread_slot.hpp"
#include "transaction/thread_barrier.hpp"

namespace dbdb::transaction {

using metrics::shared_thread_slot;
using metrics::thread_slot;
using metrics::thread_slot_count;

class Pins {
public:
    void open() noexcept {
        const unsigned slot = thread_slot();
        std::atomic<std::uint64_t>& opened = counts_[slot].opened;
        if (has_thread_barrier_ && slot != shared_thread_slot) [[likely]] {
            opened.store(opened.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
            std::atomic_signal_fence(std::memory_order_seq_cst);
        } else {
            opened.fetch_add(1, std::memory_order_seq_cst);
        }
    }

    /// The caller does not touch what was pinned any more.
    void close() noexcept {
        const unsigned slot = thread_slot();
        std::atomic<std::uint64_t>& closed = counts_[slot].closed;
        if (slot != shared_thread_slot) [[likely]] {
            closed.store(closed.load(std::memory_order_relaxed) + 1, std::memory_order_release);
        } else {
            closed.fetch_add(1, std::memory_order_release);
        }
    }

    /// Whether as many were closed as were opened.
    bool are_closed() const noexcept { return open_count() == 0; }

    /// How many were opened and not closed; at least so many.
    std::uint64_t open_count() const noexcept {
        // Closed first: a pin that is closed was opened before, so a sum of opens that is read
        // later can only be too large.
        std::uint64_t closed = 0;
        std::uint64_t opened = 0;
        for (const Counts& counts : counts_)
            closed += counts.closed.load(std::memory_order_seq_cst);
        for (const Counts& counts : counts_)
            opened += counts.opened.load(std::memory_order_seq_cst);
        return opened - closed;
    }

private:
    struct alignas(64) Counts {
        std::atomic<std::uint64_t> opened{0};
        std::atomic<std::uint64_t> closed{0};
    };

    const bool has_thread_barrier_ = has_thread_barrier();
    std::array<Counts, thread_slot_count> counts_;
};

}  // namespace dbdb::transaction
