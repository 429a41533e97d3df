/// The thread that compacts a file when enough of it is garbage.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "dbdb/compaction.hpp"

#include "transaction/world.hpp"

namespace dbdb::database {

using transaction::World;

/// What lies in a file and how much of that somebody needs.
struct Fill {
    std::uint64_t used_bytes = 0;
    std::uint64_t live_bytes = 0;     ///< Of these, needed by the newest commit.
    bool may_have_bookmarks = false;  ///< Whose commits are kept, too.
};

/// Whether to compact. `settled_bytes` is how much the file held after the last attempt, 0 before
/// the first: what gained nothing then is not tried again until the file has changed as much as it
/// takes to be due.
bool is_due(const Fill& fill, const AutomaticCompaction& when, std::uint64_t settled_bytes);

class AutoCompactor {
public:
    /// Removes what has expired, until it is asked to stop.
    using Sweep = std::function<void(const std::stop_token& stop)>;

    /// Starts the thread. `sweep` is called before each compaction.
    AutoCompactor(std::shared_ptr<World> world, const AutomaticCompaction& when, Sweep sweep);

    ~AutoCompactor() { stop(); }

    AutoCompactor(const AutoCompactor&) = delete;
    AutoCompactor& operator=(const AutoCompactor&) = delete;

    /// Gives up a compaction that is under way and ends the thread.
    void stop();

private:
    void run();
    void look();
    Fill fill() const;

    std::shared_ptr<World> world_;
    const AutomaticCompaction when_;
    const Sweep sweep_;
    std::uint64_t settled_bytes_ = 0;
    std::stop_source stopping_;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::thread thread_;
};

}  // namespace dbdb::database
