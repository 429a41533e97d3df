#include "memory.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fcntl.h>
#include <malloc.h>
#include <mutex>
#include <unistd.h>

namespace dbdb::bench {

namespace {

/// /proc/self/statm, open for good.
class MemoryFile {
public:
    MemoryFile() : descriptor_(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC)) {}

    /// Pages that are there, less those of files.
    std::uint64_t own_pages() const {
        std::array<char, 128> text{};
        if (::pread(descriptor_, text.data(), text.size() - 1, 0) <= 0) return 0;
        unsigned long long all = 0;
        unsigned long long resident = 0;
        unsigned long long of_files = 0;
        if (std::sscanf(text.data(), "%llu %llu %llu", &all, &resident, &of_files) != 3) return 0;
        return resident - std::min(resident, of_files);
    }

private:
    int descriptor_;
};

constexpr std::chrono::milliseconds interval{5};

}  // namespace

std::uint64_t own_memory_bytes() {
    static const MemoryFile file;
    static const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    return file.own_pages() * page_bytes;
}

std::uint64_t own_memory_bytes_trimmed() {
    malloc_trim(0);
    return own_memory_bytes();
}

MemoryWatch::MemoryWatch()
    : start_bytes_(own_memory_bytes()),
      most_bytes_(start_bytes_),
      thread_([this](const std::stop_token& stop) { look_again_and_again(stop); }) {}

std::uint64_t MemoryWatch::growth_bytes() {
    look();
    return most_bytes_ - start_bytes_;
}

/// Two threads may look at once; a lost maximum would be one of the same moment.
void MemoryWatch::look() { most_bytes_ = std::max(most_bytes_.load(), own_memory_bytes()); }

void MemoryWatch::look_again_and_again(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        look();
        ended.wait_for(lock, stop, interval, [] { return false; });
    }
}

}  // namespace dbdb::bench
