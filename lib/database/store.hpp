/// A handle's own part: its options, and the thread that syncs for it in intervals.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "dbdb/database.hpp"

#include "transaction/world.hpp"

namespace dbdb::database {

using transaction::World;

class Store {
public:
    Store(std::shared_ptr<World> world, const Options& options);
    ~Store();

    const Options& options() const { return options_; }

    /// Throws Error{Errc::closed} in a forked child.
    World& world() const;

    std::shared_ptr<World> shared_world() const { return world_; }

    /// From now on commits of Durability::interval are synced; starts the thread when first called.
    /// False when the thread was ended or cannot be started.
    bool sync_in_intervals() noexcept;

    /// Ends the thread, after a last sync. Throws what that sync throws.
    void stop();

    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

private:
    void run_intervals();

    std::shared_ptr<World> world_;
    Options options_;
    unsigned forks_when_made_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool is_stopping_ = false;
    std::thread thread_;
};

/// What a transaction calls for its commits of Durability::interval; false once `store` is gone.
std::function<bool()> interval_syncs_of(const std::shared_ptr<Store>& store);

}  // namespace dbdb::database
