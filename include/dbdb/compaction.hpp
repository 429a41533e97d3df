/// Compaction: a new file, with what is kept laid out in order, takes the place of the old one.
///
/// It stops nobody. Readers go on, in the old file as long as they hold a snapshot of it; writers
/// wait only for the last few commits to be carried over and for the names to be changed. A crash
/// at any point leaves the old file or the new one, whole.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

namespace dbdb {

/// Which commits a compaction keeps: the newest ones, and all that are not older than a time. The
/// newest commit is always kept, as are those that it has bookmarks of, and so is what is committed
/// meanwhile when more than the newest is wanted.
struct Retention {
    std::uint64_t commits = 1;  ///< So many of the newest; 0 is taken for 1.
    std::optional<std::chrono::system_clock::time_point> since{};
};

struct CompactProgress {
    std::uint64_t done_bytes = 0;   ///< Written to the new file.
    std::uint64_t total_bytes = 0;  ///< Expected; more may come while others write.
};

struct CompactOptions {
    Retention keep{};
    /// Changes nothing and tells what would be gained. Exact as long as nobody writes: when only
    /// the newest commit is kept, and it has neither named keyspaces nor bookmarks, it is counted
    /// without writing; else the new file is made, and removed again.
    bool dry_run = false;
    /// At most so many bytes are written in a second; 0 for no limit. The last part, for which
    /// writers wait, is not slowed down.
    std::uint64_t bytes_per_second = 0;
    /// Called about once for each MiB that is written, by the thread that compacts; false gives the
    /// compaction up.
    std::function<bool(const CompactProgress&)> progress{};
    /// Gives the compaction up when a stop is requested.
    std::stop_token stop{};
};

struct CompactReport {
    std::uint64_t before_bytes = 0;  ///< Length of the old file.
    std::uint64_t after_bytes = 0;   ///< Length of the new file.
    std::uint64_t gained_bytes = 0;  ///< What the new file is shorter.
    std::uint64_t kept_commits = 0;
    std::chrono::duration<double> seconds{};
    /// Given up when it was asked to: everything is as it was, and the figures say how far it came.
    bool is_cancelled = false;
};

/// When a database that is open for writing is compacted by itself, in the background.
///
/// Off by default, since it forgets the commits that `keep` does not name: whoever turns it on says
/// that they may go.
struct AutomaticCompaction {
    /// How often to look, which costs next to nothing; 0: never.
    std::chrono::milliseconds interval{0};
    /// The file is due when more than this part of it is not needed by the newest commit, and more
    /// than this part has been added since it was compacted last, or since that failed.
    double garbage_ratio = 0.5;
    /// A smaller file is left alone.
    std::uint64_t file_bytes_min = std::uint64_t{16} << 20;
    std::uint64_t bytes_per_second = 0;
    Retention keep{};
};

}  // namespace dbdb
