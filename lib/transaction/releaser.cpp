#include "transaction/releaser.hpp"

#include <exception>
#include <utility>

namespace dbdb::transaction {

Releaser::~Releaser() {
    if (thread_.joinable()) thread_.join();
}

void Releaser::release(std::shared_ptr<const void> what) noexcept {
    if (!what) return;
    Shares left;  // Destroyed behind the lock.
    const std::scoped_lock lock(mutex_);
    try {
        waiting_.push_back(std::move(what));
        if (is_running_) return;
        if (thread_.joinable()) thread_.join();
        thread_ = std::thread([this] { run(); });
        is_running_ = true;
    } catch (const std::exception&) {
        left.swap(waiting_);
    }
}

Releaser::Shares Releaser::take_all() noexcept {
    const std::scoped_lock lock(mutex_);
    is_running_ = !waiting_.empty();
    return std::exchange(waiting_, {});
}

void Releaser::run() noexcept {
    while (!take_all().empty()) {
    }
}

}  // namespace dbdb::transaction
