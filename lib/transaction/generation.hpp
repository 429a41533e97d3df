/// The versions that readers use, and how long they live.
///
/// Versions are published one after the other into a generation, a block of them that shares one
/// mapping. A reader pins the generation, not the version. Pins are counted per thread, in a cache
/// line of the thread's own, as "opened" and "closed", which any thread may do: a generation is
/// unused when it is retired and both sums are equal. Opening a snapshot and closing it cost one
/// plain store each where the system can make all threads pass a barrier (thread_barrier.hpp), and
/// no reader writes what another reads.
///
/// A reader that was overtaken may count in a generation that has been retired meanwhile; it
/// notices, and counts back. Hence generations are reused, never freed, while the database is open.
/// When it is closed, those that snapshots still pin become orphans, which the last of these frees,
/// or, where the two just missed each other, whoever closes a database or an orphan's pin next.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "transaction/thread_barrier.hpp"
#include "transaction/thread_slot.hpp"
#include "transaction/version.hpp"

namespace dbdb::transaction {

class Generation {
public:
    static constexpr unsigned versions_max = 128;

    /// The newest version here.
    const Version* latest() const { return latest_.load(std::memory_order_acquire); }

    /// Whoever looks at the pins later, behind a memory barrier of all threads, sees this one, or
    /// has published a newer generation before.
    void open_pin() noexcept {
        const unsigned slot = thread_slot();
        std::atomic<std::uint64_t>& opened = pins_[slot].opened;
        if (has_thread_barrier_ && slot != shared_thread_slot) [[likely]] {
            opened.store(opened.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
            std::atomic_signal_fence(std::memory_order_seq_cst);
        } else {
            opened.fetch_add(1, std::memory_order_seq_cst);
        }
    }

    /// The caller does not touch the generation any more.
    void close_pin() noexcept {
        const unsigned slot = thread_slot();
        if (is_orphan_.load(std::memory_order_acquire) || slot == shared_thread_slot) [[unlikely]] {
            close_pin_slowly(slot);
            return;
        }
        std::atomic<std::uint64_t>& closed = pins_[slot].closed;
        closed.store(closed.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

private:
    friend class Generations;

    struct alignas(64) Pins {
        std::atomic<std::uint64_t> opened{0};
        std::atomic<std::uint64_t> closed{0};
    };

    void close_pin_slowly(unsigned slot) noexcept;
    static void free_unused(std::vector<Generation*>& generations) noexcept;

    bool is_unused() const noexcept;

    bool is_full() const { return used_ == versions_max; }

    void add(const Version& version);

    const bool has_thread_barrier_ = has_thread_barrier();
    std::array<Pins, thread_slot_count> pins_;
    std::atomic<const Version*> latest_{nullptr};
    std::atomic<bool> is_orphan_{false};
    unsigned used_ = 0;
    std::array<Version, versions_max> versions_;
    std::shared_ptr<const tree::Source> source_;
};

class Generations {
public:
    Generations() = default;
    ~Generations();

    /// Makes `version` the newest; it is read through `source`. One thread at a time.
    void publish(const Version& version, const std::shared_ptr<const tree::Source>& source);

    /// The current generation with a pin of the caller, to be closed by `close_pin`. Any thread.
    Generation* open() noexcept {
        for (;;) {
            Generation* generation = current_.load(std::memory_order_acquire);
            generation->open_pin();
            if (current_.load(std::memory_order_seq_cst) == generation) [[likely]] {
                return generation;
            }
            generation->close_pin();
        }
    }

    /// Lets go of the mappings that nobody reads by any more; whether some had to be kept. Only for
    /// the thread that publishes.
    bool release_unused();

    /// The newest version. Only for the thread that publishes.
    const Version& latest() const { return *current_.load(std::memory_order_relaxed)->latest(); }

    Generations(const Generations&) = delete;
    Generations& operator=(const Generations&) = delete;

private:
    Generation* unused();

    std::atomic<Generation*> current_{nullptr};
    std::vector<Generation*> all_;
};

}  // namespace dbdb::transaction
