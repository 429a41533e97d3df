/// How a compaction goes on: it tells how far it is, stops when asked, keeps to a rate.
#pragma once

#include <chrono>
#include <cstdint>

#include "dbdb/compaction.hpp"

namespace dbdb::database {

/// Thrown when the caller wants the compaction given up; never leaves the library.
struct Cancelled {};

class Pace {
public:
    /// `options` stay alive.
    Pace(const CompactOptions& options, std::uint64_t total_bytes);

    /// `bytes` more were written. Throws Cancelled.
    void advance(std::uint64_t bytes);

    /// From now on others wait: neither stops nor slows down.
    void hurry() { is_hurrying_ = true; }

private:
    using Clock = std::chrono::steady_clock;

    void wait_for_rate();
    void require_wanted() const;

    const CompactOptions& options_;
    CompactProgress progress_;
    std::uint64_t told_bytes_ = 0;
    Clock::time_point began_ = Clock::now();
    bool is_hurrying_ = false;
};

}  // namespace dbdb::database
