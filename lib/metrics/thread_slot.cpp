#include "metrics/thread_slot.hpp"

#include <bit>
#include <cstdint>
#include <mutex>

namespace dbdb::metrics {

namespace {

struct Slots {
    std::mutex mutex;
    std::uint64_t taken = std::uint64_t{1} << shared_thread_slot;
};

/// Never destroyed, nor allocated: threads may end after everything else.
union ImmortalSlots {
    constexpr ImmortalSlots() : slots() {}

    ~ImmortalSlots() {}

    Slots slots;
};

constinit ImmortalSlots immortal;

Slots& slots() { return immortal.slots; }

class OwnSlot {
public:
    OwnSlot() {
        const std::scoped_lock lock(slots().mutex);
        const std::uint64_t free = ~slots().taken;
        if (free == 0) return;
        index = static_cast<unsigned>(std::countr_zero(free));
        slots().taken |= std::uint64_t{1} << index;
    }

    ~OwnSlot() {
        if (index == shared_thread_slot) return;
        const std::scoped_lock lock(slots().mutex);
        slots().taken &= ~(std::uint64_t{1} << index);
        // Destructors of other objects of this thread may still read snapshots.
        detail::chosen_thread_slot = shared_thread_slot;
    }

    unsigned index = shared_thread_slot;
};

}  // namespace

namespace detail {

thread_local constinit unsigned chosen_thread_slot = thread_slot_count;

unsigned choose_thread_slot() noexcept {
    thread_local const OwnSlot slot;
    chosen_thread_slot = slot.index;
    return slot.index;
}

}  // namespace detail

}  // namespace dbdb::metrics
