#include "transaction/releaser.hpp"

#include <exception>
#include <thread>
#include <utility>

namespace dbdb::transaction {

Releaser::~Releaser() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return !is_running_; });
}

void Releaser::release(std::shared_ptr<const void> what) noexcept {
    if (!what) return;
    Shares left;  // Destroyed behind the lock.
    const std::scoped_lock lock(mutex_);
    try {
        waiting_.push_back(std::move(what));
        if (is_running_) return;
        std::thread([this] { run(); }).detach();
        is_running_ = true;
    } catch (const std::exception&) {
        left.swap(waiting_);
    }
}

Releaser::Shares Releaser::take_all() noexcept {
    const std::scoped_lock lock(mutex_);
    is_running_ = !waiting_.empty();
    if (!is_running_) ended_.notify_all();
    return std::exchange(waiting_, {});
}

void Releaser::run() noexcept {
    while (!take_all().empty()) {
    }
}

}  // namespace dbdb::transaction
