#include "database/pace.hpp"

#include <algorithm>
#include <thread>

namespace dbdb::database {

namespace {

constexpr std::uint64_t step_bytes = std::uint64_t{1} << 20;

/// A wait for the rate is cut in pieces, so that a request to stop is not slept through.
constexpr std::chrono::milliseconds longest_sleep(20);

}  // namespace

Pace::Pace(const CompactOptions& options, std::uint64_t total_bytes) : options_(options) {
    progress_.total_bytes = total_bytes;
    require_wanted();
}

void Pace::advance(std::uint64_t bytes) {
    progress_.done_bytes += bytes;
    if (is_hurrying_ || progress_.done_bytes - told_bytes_ < step_bytes) return;
    told_bytes_ = progress_.done_bytes;
    progress_.total_bytes = std::max(progress_.total_bytes, progress_.done_bytes);
    require_wanted();
    wait_for_rate();
}

void Pace::require_wanted() const {
    if (options_.stop.stop_requested()) throw Cancelled{};
    if (options_.progress && !options_.progress(progress_)) throw Cancelled{};
}

void Pace::wait_for_rate() {
    if (options_.bytes_per_second == 0) return;
    const std::chrono::duration<double> due(static_cast<double>(progress_.done_bytes) /
                                            static_cast<double>(options_.bytes_per_second));
    const auto until = began_ + std::chrono::duration_cast<Clock::duration>(due);
    for (auto now = Clock::now(); now < until; now = Clock::now()) {
        if (options_.stop.stop_requested()) throw Cancelled{};
        std::this_thread::sleep_for(std::min<Clock::duration>(until - now, longest_sleep));
    }
}

}  // namespace dbdb::database
