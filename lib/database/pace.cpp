#include "database/pace.hpp"

#include <algorithm>
#include <thread>

namespace dbdb::database {

namespace {

/// A wait for the rate is cut in pieces, so that a request to stop is not slept through.
constexpr std::chrono::milliseconds longest_sleep(20);

}  // namespace

Pace::Pace(PaceOptions options, std::uint64_t total_bytes)
    : options_(std::move(options)), total_bytes_(total_bytes) {
    require_wanted();
}

void Pace::advance(std::uint64_t bytes) {
    done_bytes_ += bytes;
    if (is_hurrying_ || done_bytes_ - told_bytes_ < piece_bytes) return;
    told_bytes_ = done_bytes_;
    total_bytes_ = std::max(total_bytes_, done_bytes_);
    require_wanted();
    wait_for_rate();
}

void Pace::require_wanted() const {
    if (options_.stop.stop_requested()) throw Cancelled{};
    if (options_.progress && !options_.progress(done_bytes_, total_bytes_)) throw Cancelled{};
}

void Pace::wait_for_rate() {
    if (options_.bytes_per_second == 0) return;
    const std::chrono::duration<double> due(static_cast<double>(done_bytes_) /
                                            static_cast<double>(options_.bytes_per_second));
    const auto until = began_ + std::chrono::duration_cast<Clock::duration>(due);
    for (auto now = Clock::now(); now < until; now = Clock::now()) {
        if (options_.stop.stop_requested()) throw Cancelled{};
        std::this_thread::sleep_for(std::min<Clock::duration>(until - now, longest_sleep));
    }
}

}  // namespace dbdb::database
