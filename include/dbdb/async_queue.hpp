/// The threads behind AsyncDatabase, which know nothing of executors. Include "dbdb/async.hpp".
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "dbdb/database.hpp"
#include "dbdb/export.hpp"

namespace dbdb::detail {

/// An operation that waits for its thread. Each function takes `state`, and none throws.
struct QueuedOperation {
    std::shared_ptr<void> state{};
    /// Whether it may begin: false when it was cancelled meanwhile. Asked once, before all else.
    bool (*claim)(void* state) noexcept = nullptr;
    /// Tells the outcome; called last, unless `give` was.
    void (*finish)(void* state,
                   CommitId commit,
                   const std::exception_ptr& error) noexcept = nullptr;
};

/// One that needs no transaction, or has one of its own.
struct QueuedTask : QueuedOperation {
    /// Does the work, whose outcome `finish` tells.
    void (*run)(void* state) noexcept = nullptr;
};

/// One that needs a transaction: to change something in it, or to have it.
struct QueuedWrite : QueuedOperation {
    void (*apply)(void* state, Transaction& transaction) noexcept = nullptr;
    void (*give)(void* state, Transaction&& transaction) noexcept = nullptr;
    /// Makes it a commit of its own.
    std::optional<CommitOptions> options{};
    std::size_t bytes = 0;  ///< How much it brings, about.
};

/// A thread, started when it is first needed, that takes operations in order and in batches. When
/// it is destroyed all that was pushed has been worked on. Any thread may push, but the thread
/// itself must not destroy it.
template <typename Operation>
class Worker {
public:
    using Batch = std::deque<Operation>;

    /// `work` is called by the thread with what has been pushed meanwhile; it does not throw.
    explicit Worker(std::function<void(Batch)> work) : work_(std::move(work)) {}

    ~Worker();

    /// Throws what starting a thread throws; then the operation is not taken.
    void push(Operation operation);

    bool is_stopping() const;

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

private:
    void run();

    const std::function<void(Batch)> work_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Batch waiting_;
    bool is_stopping_ = false;
    std::thread thread_;
};

/// Runs tasks one after the other.
class DBDB_EXPORT TaskQueue {
public:
    TaskQueue() : worker_(work) {}

    void push(QueuedTask task) { worker_.push(std::move(task)); }

private:
    static void work(Worker<QueuedTask>::Batch batch);

    Worker<QueuedTask> worker_;
};

/// Takes the writer's turn for writes, in their order. Those that wait together share a commit, and
/// so a sync.
class DBDB_EXPORT WriteQueue {
public:
    /// At most so many writes, or about so many bytes of them, are one commit: what comes first is
    /// not to wait long for the rest.
    static constexpr std::size_t batch_writes_max = 4096;
    static constexpr std::size_t batch_bytes_max = std::size_t{16} << 20;

    /// `aborted` is the outcome of writes that wait for the turn in vain when the queue is
    /// destroyed.
    WriteQueue(Database& database, std::exception_ptr aborted);

    void push(QueuedWrite write) { worker_.push(std::move(write)); }

private:
    using Batch = Worker<QueuedWrite>::Batch;
    using Group = std::vector<QueuedWrite>;

    void work(Batch batch);
    static Group take_group(Batch& batch);
    std::optional<Transaction> begin();
    void carry_out(const Group& group);
    static CommitId change(Transaction& transaction, const Group& group);

    Database& database_;
    const std::exception_ptr aborted_;
    Worker<QueuedWrite> worker_;
};

extern template class Worker<QueuedTask>;
extern template class Worker<QueuedWrite>;

}  // namespace dbdb::detail
