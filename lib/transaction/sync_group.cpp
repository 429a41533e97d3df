#include "transaction/sync_group.hpp"

#include <algorithm>
#include <cerrno>

#include "metrics/timing.hpp"

namespace dbdb::transaction {

SyncGroup::SyncGroup(File& file,
                     Slots& slots,
                     metrics::Activity& activity,
                     std::function<void(const Version&)> publish)
    : file_(&file),
      slots_(slots),
      activity_(activity),
      publish_(std::move(publish)),
      out_of_memory_(Errc::io, file.name() + ": sync", ENOMEM) {}

void SyncGroup::require_healthy() const {
    const std::scoped_lock lock(mutex_);
    throw_failure();
}

void SyncGroup::throw_failure() const {
    if (!failure_) return;
    throw Error(failure_->errc(),
                std::string(failure_->what()) +
                    "; whether the last commits are on disk is unknown, no more are taken, open "
                    "the database anew",
                failure_->system_reason());
}

bool SyncGroup::is_healthy() const {
    const std::scoped_lock lock(mutex_);
    return !failure_;
}

void SyncGroup::start_from(File& file, const Version& version, bool is_durable) {
    const std::scoped_lock lock(mutex_);
    file_ = &file;
    newest_ = version;
    durable_id_ = is_durable ? version.id() : 0;
    counted_id_ = version.id();
    sync_twice_id_ = 0;
    covered_tail_ = is_durable ? version.tail : version.begin;
}

void SyncGroup::refuse(const Error& reason) {
    const std::scoped_lock lock(mutex_);
    set_failure(reason);
}

void SyncGroup::persist(const Version& version) {
    std::unique_lock lock(mutex_);
    lead(lock, version, Sync::again);
    throw_failure();
}

void SyncGroup::append(const Version& version, bool sync_twice) {
    const std::scoped_lock lock(mutex_);
    newest_ = version;
    if (sync_twice) sync_twice_id_ = version.id();
    if (failure_) slots_.keep_up_to(newest_.tail);
}

bool SyncGroup::is_durable() const {
    const std::scoped_lock lock(mutex_);
    return durable_id_ == newest_.id();
}

std::uint64_t SyncGroup::unsynced_bytes() const {
    const std::scoped_lock lock(mutex_);
    return newest_.tail - std::min(newest_.tail, covered_tail_);
}

void SyncGroup::wait_durable(CommitId id) {
    std::unique_lock lock(mutex_);
    wait_durable(lock, id);
}

void SyncGroup::wait_all_durable() {
    std::unique_lock lock(mutex_);
    throw_failure();
    wait_durable(lock, newest_.id());
}

void SyncGroup::wait_durable(std::unique_lock<std::mutex>& lock, CommitId id) {
    while (durable_id_ < id) {
        throw_failure();
        if (is_syncing_) {
            wait_for_round(lock, id);
        } else {
            const bool twice = sync_twice_id_ > durable_id_;
            lead(lock, Version(newest_), twice ? Sync::twice : Sync::once);
        }
    }
}

void SyncGroup::wait_for_round(std::unique_lock<std::mutex>& lock, CommitId id) {
    const std::uint64_t mine = id <= syncing_id_ ? round_ : round_ + 1;
    const auto is_over = [&] { return failure_ || !is_syncing_ || round_ > mine; };
    rounds_[mine % 2].wait(lock, std::nullopt, is_over);
}

/// However leading ends, those who wait go on.
struct SyncGroup::Leading {
    SyncGroup& group;
    std::unique_lock<std::mutex>& lock;

    ~Leading() {
        if (!lock.owns_lock()) lock.lock();
        group.is_syncing_ = false;
        group.rounds_[group.round_ % 2].wake_all();
        group.rounds_[(group.round_ + 1) % 2].wake_one();
    }
};

void SyncGroup::lead(std::unique_lock<std::mutex>& lock, const Version& version, Sync sync) {
    is_syncing_ = true;
    syncing_id_ = version.id();
    ++round_;
    covered_tail_ = version.tail;
    lock.unlock();
    const Leading leading{*this, lock};
    std::optional<Error> error;
    try {
        make_durable(version, sync);
    } catch (const Error& failure) {
        error = failure;
    } catch (...) {
        error = out_of_memory_;
    }
    lock.lock();
    is_syncing_ = false;
    if (error) {
        fail(*error);
        lock.unlock();
        activity_.observers().tell(
            "sync_failed",
            Severity::error,
            {{"commit", version.id()}, {"error", std::string_view(error->what())}});
    } else {
        durable_id_ = version.id();
        count_group();
        publish_(version);
    }
}

/// What was read from the file, and only written again, is no commit of this process.
void SyncGroup::count_group() {
    if (durable_id_ <= counted_id_) return;
    activity_.count_group(durable_id_ - counted_id_);
    counted_id_ = durable_id_;
}

void SyncGroup::sync_file(const Version& version) {
    metrics::LongTiming timing(activity_, Operation::sync);
    timing.set_detail("commit", version.id());
    file_->sync();
}

/// The order of these calls is the promise; lib/DESIGN.md, "Commit", has the proof.
void SyncGroup::make_durable(const Version& version, Sync sync) {
    if (sync == Sync::twice) sync_file(version);
    if (sync == Sync::again) {
        slots_.write_again(version);
    } else {
        slots_.write(version);
    }
    sync_file(version);
    slots_.promote();
    slots_.note_durable(version.id());
}

/// Takes no memory: whatever happens, a sync that has failed is not tried again. Other processes
/// may have seen the commits that are given up, and go on reading them.
void SyncGroup::fail(const Error& error) noexcept {
    slots_.keep_up_to(newest_.tail);
    slots_.revoke();
    set_failure(error);
}

void SyncGroup::set_failure(const Error& error) noexcept {
    failure_ = error;
    for (WaitingLine& round : rounds_)
        round.wake_all();
}

void SyncGroup::publish_unsynced() {
    const std::scoped_lock lock(mutex_);
    throw_failure();
    publish_(newest_);
}

}  // namespace dbdb::transaction
