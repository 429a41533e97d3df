#include "database/store.hpp"

#include <atomic>
#include <pthread.h>

#include "dbdb/error.hpp"

namespace dbdb::database {

namespace {

std::atomic<unsigned> fork_count{0};

/// How many forks lie between this process and the first that used this library.
unsigned forks() {
    static const int registered =
        ::pthread_atfork(nullptr, nullptr, [] { fork_count.fetch_add(1); });
    static_cast<void>(registered);
    return fork_count.load(std::memory_order_relaxed);
}

}  // namespace

Store::Store(std::shared_ptr<World> world, const Options& options)
    : world_(std::move(world)), options_(options), forks_when_made_(forks()) {}

Store::~Store() {
    if (forks() != forks_when_made_) {
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
    if (forks() != forks_when_made_) [[unlikely]] {
        throw Error(
            Errc::closed,
            world_->file().name() + ": opened before fork(); open the database anew in the child");
    }
    return *world_;
}

void Store::sync_in_intervals() {
    const std::scoped_lock lock(mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { run_intervals(); });
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
