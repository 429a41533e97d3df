#include "database/store.hpp"

#include "dbdb/error.hpp"

#include "transaction/fork_count.hpp"

namespace dbdb::database {

using transaction::fork_count;

Store::Store(std::shared_ptr<World> world, const Options& options)
    : world_(std::move(world)), options_(options), forks_when_made_(fork_count()) {}

Store::~Store() {
    if (fork_count() != forks_when_made_) {
        // The thread stayed behind in the parent, and so did the right to touch its state.
        new std::thread(std::move(thread_));
        new std::shared_ptr<World>(std::move(world_));
        return;
    }
    try {
        stop();
    } catch (const std::exception&) {
        // close() tells; a destructor has nobody to tell.
    }
}

World& Store::world() const {
    if (fork_count() != forks_when_made_) [[unlikely]] {
        throw Error(
            Errc::closed,
            world_->file().name() + ": opened before fork(); open the database anew in the child");
    }
    return *world_;
}

bool Store::sync_in_intervals() noexcept {
    const std::scoped_lock lock(mutex_);
    if (is_stopping_) return false;
    try {
        if (!thread_.joinable()) thread_ = std::thread([this] { run_intervals(); });
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
    std::unique_lock lock(mutex_);
    while (!is_stopping_) {
        stopped_.wait_for(lock, options_.sync_interval, [this] { return is_stopping_; });
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
        const std::scoped_lock lock(mutex_);
        is_stopping_ = true;
    }
    stopped_.notify_all();
    if (!thread_.joinable()) return;
    thread_.join();
    if (!world_->is_durable()) world_->sync();
}

}  // namespace dbdb::database
