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

using metrics::known_thread_slot;
using metrics::shared_thread_slot;
using metrics::thread_slot_count;

/// Each time the line of the calling thread is looked up.
struct AnyLine {};

/// The line of the calling thread, looked up once for several pins: of use where `suits` says so.
/// Not to be kept, as the line passes on to another thread when this one ends.
struct OwnLine {
    const unsigned slot = known_thread_slot();
};

class Pins {
public:
    /// Whether nobody else counts in it, and no barrier is needed.
    bool suits(OwnLine line) const noexcept {
        return line.slot < shared_thread_slot && has_thread_barrier_;
    }

    void open(OwnLine line) noexcept {
        count_alone(counts_[line.slot].opened, std::memory_order_relaxed);
        std::atomic_signal_fence(std::memory_order_seq_cst);
    }

    void open(AnyLine = {}) noexcept {
        const OwnLine line;
        if (suits(line)) [[likely]]
            return open(line);
        open_elsewhere();
    }

    /// The caller does not touch what was pinned any more.
    void close(OwnLine line) noexcept {
        count_alone(counts_[line.slot].closed, std::memory_order_release);
    }

    void close(AnyLine = {}) noexcept {
        const OwnLine line;
        if (line.slot < shared_thread_slot) [[likely]]
            return close(line);
        close_elsewhere();
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
    using Count = std::atomic<std::uint64_t>;

    struct alignas(64) Counts {
        Count opened{0};
        Count closed{0};
    };

    /// Adds one to a count that no other thread changes.
    static void count_alone(Count& count, std::memory_order order) noexcept {
        count.store(count.load(std::memory_order_relaxed) + 1, order);
    }

    void open_elsewhere() noexcept;
    void close_elsewhere() noexcept;

    const bool has_thread_barrier_ = has_thread_barrier();
    std::array<Counts, thread_slot_count> counts_;
};

}  // namespace dbdb::transaction
