/// Time, memory, and what a pass of a row has found.
#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>
#include <stdexcept>

#include "memory.hpp"

namespace dbdb::bench {

/// What a number of operations took together.
struct Sample {
    double wall_ns = 0;
    double cpu_ns = 0;  ///< Of all threads of the process, in user and system mode.
    std::uint64_t operations = 0;
    std::uint64_t memory_growth_bytes = 0;  ///< At the most, of the process.
};

/// Figures beside time; empty where they mean nothing. Bytes are for each operation.
struct Figures {
    std::optional<double> syncs_per_commit{};  ///< Flushes asked of the disk.
    std::optional<double> written_bytes{};     ///< Handed to the system by writes.
    std::optional<double> appended_bytes{};    ///< By which the used part of the file grew.
    std::optional<double> bytes_per_entry{};   ///< Used bytes of the file for each entry.
    std::optional<double> size_ratio{};        ///< Space on the disk for live data, in the mean.
    std::optional<double> size_ratio_most{};   ///< The same, the most of it.
    std::optional<double> memory_bytes{};      ///< Of the store, at the most, in all.
    std::optional<double> page_faults{};       ///< That waited for the disk, for each operation.
    std::optional<double> read_bytes{};        ///< Fetched from the disk.
};

/// One store's turn at one row.
struct Pass {
    Sample sample{};
    Figures figures{};
    std::uint64_t commits = 0;  ///< Within the sample; 0 for reading.
};

/// A store read something else than what was written.
struct WrongAnswer : std::runtime_error {
    WrongAnswer() : std::runtime_error("WRONG ANSWER") {}
};

/// Runs from its making on.
class Stopwatch {
public:
    double wall_ns() const {
        const auto passed = std::chrono::steady_clock::now() - wall_start_;
        return std::chrono::duration<double, std::nano>(passed).count();
    }

    Sample stop(std::uint64_t operations) {
        const double wall = wall_ns();
        const double cpu = process_cpu_ns() - cpu_start_ns_;
        return {wall, cpu, operations, memory_.growth_bytes()};
    }

private:
    static double process_cpu_ns() {
        std::timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
    }

    MemoryWatch memory_{};
    double cpu_start_ns_ = process_cpu_ns();
    std::chrono::steady_clock::time_point wall_start_ = std::chrono::steady_clock::now();
};

/// Times `read`, which does `operations` each time and must give `expected` each time. Short passes
/// are repeated until `ns_min` have passed, so that the clock can tell.
template <typename Answer, typename Function>
Sample measure_reading(double ns_min,
                       std::uint64_t operations,
                       const Answer& expected,
                       Function&& read) {
    std::uint64_t times = 0;
    Stopwatch stopwatch;
    do {
        if (!(read() == expected)) throw WrongAnswer();
        ++times;
    } while (stopwatch.wall_ns() < ns_min);
    return stopwatch.stop(times * operations);
}

}  // namespace dbdb::bench
