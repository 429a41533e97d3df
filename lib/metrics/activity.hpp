/// What this process has done with one file since it was opened: counted, timed, told.
///
/// Operations that may be as short as a get are counted by each thread in memory of its own, and
/// one call in 64 is timed. So a get writes one line of the cache, which no other thread touches,
/// and reads a clock seldom. The others are counted in one place, and all of them are timed.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "dbdb/statistics.hpp"

#include "io/zero_pages.hpp"
#include "metrics/cell.hpp"
#include "metrics/observers.hpp"
#include "metrics/thread_slot.hpp"

namespace dbdb::metrics {

/// Operations from this one on are long.
inline constexpr Operation first_long_operation = Operation::begin;

inline constexpr auto short_operation_count = static_cast<std::size_t>(first_long_operation);

/// Lives as long as anything that the file is read through, which may be longer than its handles.
/// Any thread may call anything.
class Activity {
public:
    /// `file` is its name. Throws Error{Errc::io} when there is no address space.
    explicit Activity(const std::string& file);

    Observers& observers() { return observers_; }

    /// Counts one call of a short operation; whether it is one to be timed.
    bool count_call(Operation operation) noexcept {
        const unsigned slot = thread_slot();
        Cell& cell = cell_of(slot, operation);
        const std::uint64_t call = add(cell.calls, 1, sharing_of(slot));
        return call >= cell.next_timed.load(std::memory_order_relaxed);
    }

    /// Chooses the next call to be timed behind this one.
    void choose_next(Operation operation) noexcept;

    /// Takes the time of a call of a short operation, which was counted, or of a long one, which
    /// was not.
    void record_short(Operation operation, std::uint64_t nanoseconds) noexcept;
    void record_long(Operation operation,
                     std::uint64_t nanoseconds,
                     const EventField& detail) noexcept;

    void count_commit() noexcept { commits_.fetch_add(1, std::memory_order_relaxed); }

    void count_swept(std::uint64_t entries) noexcept {
        swept_entries_.fetch_add(entries, std::memory_order_relaxed);
    }

    void count_written(std::uint64_t bytes) noexcept {
        written_bytes_.fetch_add(bytes, std::memory_order_relaxed);
    }

    /// A sync has made so many commits durable.
    void count_group(std::uint64_t commits) noexcept { groups_.record(commits, Sharing::shared); }

    /// Fills in all that is known here.
    void describe(Statistics& statistics) const;

    Activity(const Activity&) = delete;
    Activity& operator=(const Activity&) = delete;

private:
    static Sharing sharing_of(unsigned slot) {
        return slot == shared_thread_slot ? Sharing::shared : Sharing::own;
    }

    /// Threads have whole pages, so that none writes a line of another's.
    static constexpr std::size_t slot_bytes =
        (short_operation_count * sizeof(Cell) + 4095) / 4096 * 4096;

    Cell& cell_of(unsigned slot, Operation operation) const {
        auto* const pages = static_cast<std::byte*>(pages_.data());
        auto* const cells = reinterpret_cast<Cell*>(pages + slot * slot_bytes);
        return cells[static_cast<std::size_t>(operation)];
    }

    OperationStatistics describe(Operation operation) const;

    Observers observers_;
    io::ZeroPages pages_;  ///< Cells of short operations, for each thread slot.
    std::array<Cell, operation_count - short_operation_count> long_cells_;
    Cell groups_;
    Counter commits_{0};
    Counter swept_entries_{0};
    Counter written_bytes_{0};
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace dbdb::metrics
