#include "transaction/pins.hpp"

namespace dbdb::transaction {

/// For a thread that has not been given its slot yet, and for those that have to add in one step:
/// to a shared count, or, as that is a barrier too, where the system offers no other.
[[gnu::cold]] void Pins::open_elsewhere() noexcept {
    const OwnLine line{metrics::thread_slot()};
    if (suits(line)) return open(line);
    counts_[line.slot].opened.fetch_add(1, std::memory_order_seq_cst);
}

[[gnu::cold]] void Pins::close_elsewhere() noexcept {
    const OwnLine line{metrics::thread_slot()};
    if (line.slot < shared_thread_slot) return close(line);
    counts_[line.slot].closed.fetch_add(1, std::memory_order_release);
}

}  // namespace dbdb::transaction
