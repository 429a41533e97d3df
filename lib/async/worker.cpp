#include "dbdb/async_queue.hpp"

namespace dbdb::detail {

template <typename Operation>
void Worker<Operation>::push(Operation operation) {
    const std::scoped_lock lock(mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
    waiting_.push_back(std::move(operation));
    changed_.notify_one();
}

template <typename Operation>
Worker<Operation>::~Worker() {
    {
        const std::scoped_lock lock(mutex_);
        is_stopping_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

template <typename Operation>
bool Worker<Operation>::is_stopping() const {
    const std::scoped_lock lock(mutex_);
    return is_stopping_;
}

template <typename Operation>
void Worker<Operation>::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        Batch batch;
        batch.swap(waiting_);
        lock.unlock();
        work_(std::move(batch));
        lock.lock();
    }
}

template class Worker<QueuedTask>;
template class Worker<QueuedWrite>;

}  // namespace dbdb::detail
