#include "database/auto_compactor.hpp"

#include <algorithm>

#include "database/compaction.hpp"
#include "database/retention.hpp"
#include "transaction/hold.hpp"

namespace dbdb::database {

bool is_due(const Fill& fill, const AutomaticCompaction& when, std::uint64_t settled_bytes) {
    if (fill.used_bytes < when.file_bytes_min || fill.used_bytes < settled_bytes) return false;
    const double part = when.garbage_ratio * static_cast<double>(fill.used_bytes);
    const std::uint64_t garbage_bytes =
        fill.used_bytes - std::min(fill.used_bytes, fill.live_bytes);
    return static_cast<double>(garbage_bytes) > part &&
           static_cast<double>(fill.used_bytes - settled_bytes) > part;
}

AutoCompactor::AutoCompactor(std::shared_ptr<World> world,
                             const AutomaticCompaction& when,
                             Sweep sweep)
    : world_(std::move(world)), when_(when), sweep_(std::move(sweep)), thread_([this] { run(); }) {}

void AutoCompactor::stop() {
    stopping_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void AutoCompactor::run() {
    const std::stop_token stop = stopping_.get_token();
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        stopped_.wait_for(lock, stop, when_.interval, [] { return false; });
        if (!stop.stop_requested()) look();
    }
}

Fill AutoCompactor::fill() const {
    const Snapshot now = world_->snapshot();
    const transaction::Version& version = transaction::Hold::version_of(now);
    return {version.tail, version.live_bytes + format::records_begin, !version.catalog.is_empty()};
}

namespace {

/// Between two and three times the live data: there is room for the last commits, and a bound to
/// what it becomes while writers are faster. Kept history is no garbage, so a file full of it may
/// double.
std::uint64_t writers_wait_bytes(const Fill& fill, const Retention& keep) {
    const std::uint64_t bytes = fill.live_bytes / 4 * 9;
    if (keeps_newest_only(keep) && !fill.may_have_bookmarks) return bytes;
    return std::max(bytes, fill.used_bytes + fill.used_bytes / 4);
}

}  // namespace

void AutoCompactor::look() {
    try {
        world_->release_unused();
        const Fill before = fill();
        if (before.used_bytes < settled_bytes_) settled_bytes_ = 0;  // Somebody has compacted it.
        if (!is_due(before, when_, settled_bytes_)) return;
        CompactOptions options;
        options.keep = when_.keep;
        options.bytes_per_second = when_.bytes_per_second;
        options.stop = stopping_.get_token();
        settled_bytes_ = before.used_bytes;
        sweep_(options.stop);
        if (!compact(*world_, options, {}, writers_wait_bytes(before, when_.keep)).is_cancelled)
            settled_bytes_ = fill().used_bytes;
    } catch (const std::exception&) {
        // Who compacts by hand is told; here the file stays as it is, until it is due once more.
    }
}

}  // namespace dbdb::database
