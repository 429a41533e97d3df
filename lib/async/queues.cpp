#include <algorithm>

#include "dbdb/async_queue.hpp"

namespace dbdb::detail {

namespace {

/// How often a write that waits for the turn looks whether the queue is being destroyed.
constexpr std::chrono::milliseconds look_interval{100};

}  // namespace

void TaskQueue::work(Worker<QueuedTask>::Batch batch) {
    for (QueuedTask& task : batch) {
        void* const state = task.state.get();
        if (!task.claim(state)) continue;
        task.run(state);
        task.finish(state, 0, nullptr);
        task.state.reset();
    }
}

WriteQueue::WriteQueue(Database& database, std::exception_ptr aborted)
    : database_(database),
      aborted_(std::move(aborted)),
      worker_([this](Batch batch) { work(std::move(batch)); }) {}

void WriteQueue::work(Batch batch) {
    while (!batch.empty()) {
        const Group group = take_group(batch);
        if (!group.empty()) carry_out(group);
    }
}

/// The next ones that can share a transaction, without those that were cancelled.
WriteQueue::Group WriteQueue::take_group(Batch& batch) {
    Group group;
    std::size_t bytes = 0;
    while (!batch.empty() && group.size() < batch_writes_max && bytes < batch_bytes_max) {
        const bool is_alone = batch.front().give != nullptr || batch.front().options;
        if (is_alone && !group.empty()) break;
        QueuedWrite write = std::move(batch.front());
        batch.pop_front();
        if (!write.claim(write.state.get())) continue;
        bytes += write.bytes;
        group.push_back(std::move(write));
        if (is_alone) break;
    }
    return group;
}

/// Empty when the queue is being destroyed meanwhile: who has the turn may be waiting for that.
std::optional<Transaction> WriteQueue::begin() {
    for (;;) {
        if (auto transaction = database_.try_begin(look_interval)) return transaction;
        if (worker_.is_stopping()) return std::nullopt;
    }
}

void WriteQueue::carry_out(const Group& group) {
    CommitId commit = 0;
    std::exception_ptr error;
    try {
        std::optional<Transaction> transaction = begin();
        if (!transaction) {
            error = aborted_;
        } else if (group.front().give != nullptr) {
            return group.front().give(group.front().state.get(), *std::move(transaction));
        } else {
            commit = change(*transaction, group);
        }
    } catch (...) {
        error = std::current_exception();
    }
    for (const QueuedWrite& write : group)
        write.finish(write.state.get(), commit, error);
}

CommitId WriteQueue::change(Transaction& transaction, const Group& group) {
    for (const QueuedWrite& write : group)
        write.apply(write.state.get(), transaction);
    return transaction.commit(group.front().options.value_or(CommitOptions{}));
}

}  // namespace dbdb::detail
