/// A handle's own part: its options, and the thread that syncs for it in intervals.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "dbdb/database.hpp"

#include "transaction/fork_count.hpp"
#include "transaction/world.hpp"

namespace dbdb::database {

using transaction::World;

class Store {
public:
    Store(std::shared_ptr<World> world, const Options& options);
    ~Store();

    const Options& options() const { return options_; }

    /// Throws Error{Errc::closed} in a forked child.
    World& world() const {
        if (transaction::fork_count() != forks_when_made_) [[unlikely]]
            refuse_child();
        return *world_;
    }

    std::shared_ptr<World> shared_world() const { return world_; }

    /// From now on commits of Durability::interval are synced; starts the thread when first called.
    /// False when the thread was ended or cannot be started.
    bool sync_in_intervals() noexcept;

    /// Ends the thread, after a last sync. Throws what that sync throws.
    void stop();

    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

private:
    [[noreturn]] void refuse_child() const;

    /// The thread and what it waits by.
    struct Syncing {
        std::mutex mutex;
        std::condition_variable stopped;
        bool is_stopping = false;
        std::thread thread;
    };

    void run_intervals();

    std::shared_ptr<World> world_;
    Options options_;
    unsigned forks_when_made_;
    std::unique_ptr<Syncing> syncing_;
};

/// What a transaction calls for its commits of Durability::interval; false once `store` is gone.
std::function<bool()> interval_syncs_of(const std::shared_ptr<Store>& store);

}  // namespace dbdb::database
