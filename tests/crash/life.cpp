#include "life.hpp"

#include <atomic>
#include <mutex>
#include <thread>

#include "verdict.hpp"

namespace dbdb::test {

namespace {

/// Like no other in this run.
std::string next_message() {
    static std::atomic<std::uint64_t> count{0};
    return std::to_string(++count);
}

}  // namespace

void Life::open(const Options& options) {
    options_ = options;
    const bool is_new = disk_.size() == 0;
    database_.emplace(
        Database::open(std::shared_ptr<File>(std::shared_ptr<File>(), &disk_), options));
    if (is_new) timeline_.create(disk_.point());
    timeline_.follow(now_, next_event_, disk_.point());
    require_expected(*database_, now_);
    newest_id_ = database_->snapshot().commit_id();
    newest_ = now_.commits.at(newest_id_)->contents;
}

void Life::close() {
    frozen_.reset();
    if (!database_) return;
    database_->close();
    database_.reset();
    if (options_.durability == Durability::interval)
        timeline_.acknowledge(disk_.point(), newest_id_);
}

void Life::reopen(const Options& options) {
    frozen_.reset();
    database_.reset();
    disk_.revive();
    open(options);
}

bool Life::waits(std::optional<Durability> durability) const {
    const Durability chosen = durability.value_or(options_.durability);
    return chosen == Durability::sync || chosen == Durability::sync_twice;
}

void Life::commit(const Operations& operations,
                  std::optional<Durability> durability,
                  std::size_t message_bytes) {
    Transaction transaction = database_->begin();
    timeline_.forget_after(disk_.point(), newest_id_);
    Commit commit{newest_, next_message() + std::string(message_bytes, 'm'), operations};
    apply(operations, transaction);
    apply(operations, commit.contents);
    const CommitId id = newest_id_ + 1;
    timeline_.may_commit(disk_.point(), id, commit);
    if (transaction.commit({.message = commit.message, .durability = durability}) != id)
        throw std::runtime_error("a commit got an unexpected id");
    newest_ = std::move(commit.contents);
    newest_id_ = id;
    if (waits(durability)) timeline_.acknowledge(disk_.point(), id);
}

void Life::roll_back(const Operations& operations, bool is_frozen) {
    Transaction transaction = database_->begin();
    timeline_.forget_after(disk_.point(), newest_id_);
    apply(operations, transaction);
    if (is_frozen) frozen_ = transaction.freeze();
    transaction.rollback();
}

void Life::sync() {
    database_->sync();
    timeline_.acknowledge(disk_.point(), newest_id_);
}

void Life::commit_in_groups(unsigned threads, unsigned commits) {
    std::mutex mutex;
    const auto work = [&](unsigned number) {
        for (unsigned count = 0; count < commits; ++count) {
            const Operations operations{
                {Operation::Kind::set, "thread" + std::to_string(number), std::to_string(count)}};
            std::unique_lock lock(mutex);  // Only until the commit has its place in the chain.
            Transaction transaction = database_->begin();
            Commit commit{newest_, next_message(), operations};
            apply(operations, transaction);
            apply(operations, commit.contents);
            const CommitId id = ++newest_id_;
            timeline_.may_commit(disk_.point(), id, commit);
            newest_ = commit.contents;
            lock.unlock();
            transaction.commit(commit.message);
            lock.lock();
            timeline_.acknowledge(disk_.point(), id);
        }
    };
    std::vector<std::thread> running;
    for (unsigned number = 0; number < threads; ++number)
        running.emplace_back(work, number);
    for (std::thread& thread : running)
        thread.join();
}

}  // namespace dbdb::test
