#include "database/store.hpp"

#include "dbdb/error.hpp"

#include "transaction/fork_count.hpp"

namespace dbdb::database {

using transaction::fork_count;

Store::Store(std::shared_ptr<World> world, const Options& options)
    : world_(std::move(world)),
      options_(options),
      forks_when_made_(fork_count()),
      syncing_(std::make_unique<Syncing>()) {}

Store::~Store() {
    if (fork_count() != forks_when_made_) {
        // The thread stayed behind in the parent, and so did the right to touch its state: even to
        // destroy what it waits by would wait for it.
        static_cast<void>(syncing_.release());
        new std::shared_ptr<World>(std::move(world_));
        return;
    }
    try {
        stop();
    } catch (const std::exception&) {
        // close() tells; a destructor has nobody to tell.
    }
}

void Store::refuse_child() const {
    throw Error(Errc::closed,
                world_->name() + ": opened before fork(); open the database anew in the child");
}

bool Store::sync_in_intervals() noexcept {
    const std::scoped_lock lock(syncing_->mutex);
    if (syncing_->is_stopping) return false;
    try {
        if (!syncing_->thread.joinable())
            syncing_->thread = std::thread([this] { run_intervals(); });
    } catch (const std::exception&) {
        return false;
    }
    return true;
}

std::function<bool()> interval_syncs_of(const std::shared_ptr<Store>& store) {
    return [weak = std::weak_ptr(store)] {
        const auto alive = weak.lock();
        return alive && alive->sync_in_intervals();
    };
}

void Store::run_intervals() {
    std::unique_lock lock(syncing_->mutex);
    while (!syncing_->is_stopping) {
        syncing_->stopped.wait_for(
            lock, options_.sync_interval, [this] { return syncing_->is_stopping; });
        lock.unlock();
        try {
            if (!world_->is_durable()) world_->sync();
        } catch (const Error&) {
            // The next commit meets the same failure and tells of it.
        }
        lock.lock();
    }
}

void Store::stop() {
    {
        const std::scoped_lock lock(syncing_->mutex);
        syncing_->is_stopping = true;
    }
    syncing_->stopped.notify_all();
    if (!syncing_->thread.joinable()) return;
    syncing_->thread.join();
    if (!world_->is_durable()) world_->sync();
}

}  // namespace dbdb::database
