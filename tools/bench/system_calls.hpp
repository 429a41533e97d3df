/// What the process asks of the disk, counted at the door to the system, alike for all stores.
///
/// The functions that write and flush (write, pwrite, fsync ...) are defined anew in this program,
/// so that the calls of every library in it come through here. Writes by way of a shared mapping
/// are not seen; no store here makes them in its default settings.
#pragma once

#include <cstdint>

namespace dbdb::bench {

struct SystemCalls {
    std::uint64_t syncs = 0;  ///< Flushes, and writes to a descriptor that flushes each of them.
    std::uint64_t written_bytes = 0;
};

/// Counts as long as it lives. One at a time; not while the clock runs, for it costs a little.
class SystemCallCounter {
public:
    SystemCallCounter();
    ~SystemCallCounter();
    SystemCallCounter(const SystemCallCounter&) = delete;
    SystemCallCounter& operator=(const SystemCallCounter&) = delete;

    SystemCalls so_far() const;
};

}  // namespace dbdb::bench
