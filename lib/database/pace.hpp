/// How a compaction, a backup or a restore goes on: it tells how far it is, stops when asked, keeps
/// to a rate.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <utility>

namespace dbdb::database {

/// Thrown when the caller wants the work given up; never leaves the library.
struct Cancelled {};

/// So many bytes are read and written at once, and the caller is told about as often.
inline constexpr std::size_t piece_bytes = std::size_t{1} << 20;

struct PaceOptions {
    std::uint64_t bytes_per_second = 0;  ///< 0 for no limit.
    /// Called with the bytes that are done and all of them; false gives the work up.
    std::function<bool(std::uint64_t, std::uint64_t)> progress{};
    std::stop_token stop{};
};

/// Those that `options`, of a compaction, a backup or a restore, have. They stay alive.
template <typename Options>
PaceOptions pace_options_of(const Options& options) {
    PaceOptions pace;
    if constexpr (requires { options.bytes_per_second; })
        pace.bytes_per_second = options.bytes_per_second;
    pace.stop = options.stop;
    if (!options.progress) return pace;
    pace.progress = [&options](std::uint64_t done_bytes, std::uint64_t total_bytes) {
        return options.progress({done_bytes, total_bytes});
    };
    return pace;
}

class Pace {
public:
    Pace(PaceOptions options, std::uint64_t total_bytes);

    /// `bytes` more were written. Throws Cancelled.
    void advance(std::uint64_t bytes);

    /// From now on others wait: neither stops nor slows down.
    void hurry() { is_hurrying_ = true; }

private:
    using Clock = std::chrono::steady_clock;

    void wait_for_rate();
    void require_wanted() const;

    PaceOptions options_;
    std::uint64_t done_bytes_ = 0;
    std::uint64_t total_bytes_;
    std::uint64_t told_bytes_ = 0;
    Clock::time_point began_ = Clock::now();
    bool is_hurrying_ = false;
};

}  // namespace dbdb::database
