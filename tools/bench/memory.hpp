/// How much memory the process has for itself: heaps, stacks and caches, not mapped files.
#pragma once

#include <atomic>
#include <cstdint>
#include <stop_token>
#include <thread>

namespace dbdb::bench {

/// As of now. 0 where the system does not tell.
std::uint64_t own_memory_bytes();

/// The same, after free memory that the heap keeps has been given back.
std::uint64_t own_memory_bytes_trimmed();

/// Looks every few milliseconds how much memory there is, from its making on. That costs about a
/// thousandth of a processor, alike for all stores.
class MemoryWatch {
public:
    MemoryWatch();

    /// By how much there was more than in the beginning, at the most so far.
    std::uint64_t growth_bytes();

private:
    void look();
    void look_again_and_again(const std::stop_token& stop);

    std::uint64_t start_bytes_;
    std::atomic<std::uint64_t> most_bytes_;
    std::jthread thread_{};
};

}  // namespace dbdb::bench
