#include "metrics/activity.hpp"

namespace dbdb::metrics {

namespace {

constexpr std::size_t index_of(Operation operation) { return static_cast<std::size_t>(operation); }

/// 0 to 127, another one for each call.
std::uint64_t random_below_128(std::uint64_t call, unsigned slot) {
    return ((call + slot) * 0x9E37'79B9'7F4A'7C15) >> 57;
}

}  // namespace

Activity::Activity(const std::string& file)
    : observers_(file), pages_(thread_slot_count * slot_bytes, file) {}

/// At random, so that what a program does at regular intervals is not always or never timed.
void Activity::choose_next(Operation operation) noexcept {
    const unsigned slot = thread_slot();
    Cell& cell = cell_of(slot, operation);
    const std::uint64_t calls = cell.calls.load(std::memory_order_relaxed);
    const bool is_each_timed = observers_.slow_ns() != UINT64_MAX;
    const std::uint64_t skipped = is_each_timed ? 0 : random_below_128(calls, slot);
    cell.next_timed.store(calls + skipped, std::memory_order_relaxed);
}

void Activity::record_short(Operation operation, std::uint64_t nanoseconds) noexcept {
    const unsigned slot = thread_slot();
    cell_of(slot, operation).record(nanoseconds, sharing_of(slot));
    if (nanoseconds < observers_.slow_ns()) return;
    observers_.tell_slow(operation_name(operation), nanoseconds, {});
}

void Activity::record_long(Operation operation,
                           std::uint64_t nanoseconds,
                           const EventField& detail) noexcept {
    Cell& cell = long_cells_[index_of(operation) - short_operation_count];
    add(cell.calls, 1, Sharing::shared);
    cell.record(nanoseconds, Sharing::shared);
    if (nanoseconds < observers_.slow_ns()) return;
    observers_.tell_slow(operation_name(operation), nanoseconds, detail);
}

OperationStatistics Activity::describe(Operation operation) const {
    OperationStatistics statistics;
    Histogram histogram;
    const auto take = [&](const Cell& cell) {
        statistics.calls += cell.calls.load(std::memory_order_relaxed);
        cell.add_to(histogram);
    };
    if (operation >= first_long_operation) {
        take(long_cells_[index_of(operation) - short_operation_count]);
    } else {
        for (unsigned slot = 0; slot < thread_slot_count; ++slot)
            if (cell_of(slot, operation).calls.load(std::memory_order_relaxed) != 0)
                take(cell_of(slot, operation));
    }
    statistics.nanoseconds = histogram.distribution();
    return statistics;
}

void Activity::describe(Statistics& statistics) const {
    for (std::size_t index = 0; index < operation_count; ++index)
        statistics.operations[index] = describe(static_cast<Operation>(index));
    Histogram groups;
    groups_.add_to(groups);
    statistics.commits_per_sync = groups.distribution();
    statistics.commits = commits_.load(std::memory_order_relaxed);
    statistics.swept_entries = swept_entries_.load(std::memory_order_relaxed);
    statistics.uptime = std::chrono::steady_clock::now() - began_;
    statistics.written_bytes = written_bytes_.load(std::memory_order_relaxed);
}

}  // namespace dbdb::metrics
