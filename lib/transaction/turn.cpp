#include "transaction/turn.hpp"

namespace dbdb::transaction {

using std::chrono::steady_clock;

namespace {

/// How long threads of this process may pass the lock on among themselves.
constexpr auto lock_held_max = std::chrono::milliseconds(20);

}  // namespace

Turn::Turn(std::shared_ptr<io::WriterLock> lock, std::shared_ptr<io::LocalFile> file)
    : process_lock_(std::move(lock)), file_(std::move(file)) {}

bool Turn::wait_for_threads(std::unique_lock<std::mutex>& lock, const Deadline& deadline) {
    const auto is_free = [this] {
        const bool is_overdue =
            holds_lock_ && process_lock_ && steady_clock::now() - locked_at_ > lock_held_max;
        return !is_taken_ && !(is_overdue && unsettled_ > 0);
    };
    return freed_.wait(lock, deadline, is_free);
}

bool Turn::lock_processes(const Deadline& deadline) {
    if (!process_lock_) return true;
    if (deadline) return process_lock_->try_lock_until(file_, *deadline);
    process_lock_->lock(file_);
    return true;
}

Turn::Outcome Turn::take(const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    if (!wait_for_threads(lock, deadline)) return Outcome::timed_out;
    is_taken_ = true;
    if (holds_lock_) return is_ready_ ? Outcome::taken : Outcome::taken_new;
    lock.unlock();
    bool is_ours = false;
    try {
        is_ours = lock_processes(deadline);
    } catch (...) {
        give_up();
        throw;
    }
    lock.lock();
    if (is_ours) {
        holds_lock_ = true;
        locked_at_ = steady_clock::now();
        return Outcome::taken_new;
    }
    is_taken_ = false;
    tell_freed();
    return Outcome::timed_out;
}

bool Turn::move_to(std::shared_ptr<io::LocalFile> file, const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    file_ = std::move(file);
    holds_lock_ = false;
    if (process_lock_) process_lock_->unlock();
    lock.unlock();
    const bool is_ours = lock_processes(deadline);
    lock.lock();
    holds_lock_ = is_ours;
    locked_at_ = steady_clock::now();
    is_taken_ = is_ours;
    tell_freed();
    return is_ours;
}

void Turn::move_to_replacement(std::shared_ptr<io::LocalFile> file) {
    const std::scoped_lock lock(mutex_);
    if (process_lock_) process_lock_->move_to(file);
    file_ = std::move(file);
}

void Turn::unlock_if_idle() {
    if (!holds_lock_ || is_taken_ || unsettled_ > 0) return;
    const bool is_overdue = steady_clock::now() - locked_at_ > lock_held_max;
    if (!freed_.empty() && !is_overdue) return;
    holds_lock_ = false;
    is_ready_ = false;
    if (process_lock_) process_lock_->unlock();
}

void Turn::tell_freed() {
    freed_.wake_one();
    decided_.wake_all();
}

void Turn::give_up() noexcept {
    const std::scoped_lock lock(mutex_);
    is_taken_ = false;
    unlock_if_idle();
    tell_freed();
}

void Turn::give_up_unsettled() noexcept {
    const std::scoped_lock lock(mutex_);
    is_taken_ = false;
    ++unsettled_;
    tell_freed();
}

void Turn::settle() noexcept {
    const std::scoped_lock lock(mutex_);
    --unsettled_;
    unlock_if_idle();
    if (unsettled_ == 0) tell_freed();
}

void Turn::wait_settled() {
    std::unique_lock lock(mutex_);
    decided_.wait(lock, std::nullopt, [this] { return unsettled_ == 0; });
}

void Turn::set_ready() noexcept {
    const std::scoped_lock lock(mutex_);
    is_ready_ = true;
    decided_.wake_all();
}

bool Turn::keep_lock() {
    std::unique_lock lock(mutex_);
    decided_.wait(lock, std::nullopt, [this] { return is_ready_ || !is_taken_; });
    if (is_ready_) ++unsettled_;
    return is_ready_;
}

bool Turn::holds_lock() const {
    const std::scoped_lock lock(mutex_);
    return holds_lock_;
}

}  // namespace dbdb::transaction
