#include "database/store.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

#include "database/sweep.hpp"
#include "transaction/thread_barrier.hpp"

namespace dbdb::database {

using std::chrono::steady_clock;
using transaction::fork_count;

namespace {

/// Now and `interval`, as late as the clock can tell.
steady_clock::time_point after(std::chrono::milliseconds interval) {
    const auto now = steady_clock::now();
    const auto rest =
        std::chrono::floor<std::chrono::milliseconds>(steady_clock::time_point::max() - now);
    if (interval >= rest) return steady_clock::time_point::max();
    return now + std::max(interval, std::chrono::milliseconds(0));
}

/// Each transaction has a copy of the options; a hook would make that a costly one.
Options without_hook(Options options) {
    options.on_event = nullptr;
    return options;
}

}  // namespace

Store::Store(std::shared_ptr<World> world, const Options& options)
    : world_(std::move(world)),
      forks_when_made_(fork_count()),
      options_(without_hook(options)),
      name_(world_->name()),
      syncing_(std::make_unique<Syncing>()) {
    syncing_->world = world_;
    if (options.on_event) observing_ = std::make_unique<Observing>(world_, options);
    const bool compacts = !options.read_only && options.compaction.interval.count() > 0;
    const auto sweep = [this](const std::stop_token& stop) { sweep_in_background(stop); };
    if (compacts) compactor_ = std::make_unique<AutoCompactor>(world_, options.compaction, sweep);
    if (!options.read_only && options.sweep_interval.count() > 0)
        sweeper_ = std::make_unique<Periodic>(options.sweep_interval, sweep);
}

/// For threads that are ended before the world goes.
void Store::sweep_in_background(const std::stop_token& stop) {
    const auto sync_soon = [this](std::uint64_t unsynced_bytes) {
        return sync_in_intervals(unsynced_bytes);
    };
    sweep(world_, options_, sync_soon, {}, stop);
}

Store::~Store() {
    if (is_in_child()) {
        // The threads stayed behind in the parent, and so did the right to touch their state: even
        // to destroy what they wait by would wait for them. The world goes the same way.
        static_cast<void>(syncing_.release());
        static_cast<void>(compactor_.release());
        static_cast<void>(sweeper_.release());
        static_cast<void>(observing_.release());
        return;
    }
    try {
        close();
    } catch (const std::exception&) {
        // close() tells; a destructor has nobody to tell.
    }
}

[[gnu::cold]] void Store::throw_unusable() const {
    if (is_in_child()) {
        throw Error(Errc::closed,
                    name_ + ": opened before fork(); open the database anew in the child");
    }
    throw Error(Errc::closed, name_ + ": the database has been closed");
}

const std::string& Store::name() const {
    if (!is_usable()) throw_unusable();
    return name_;
}

[[gnu::cold]] Snapshot Store::snapshot_by_any_line() const {
    return snapshot_by(transaction::AnyLine());
}

std::shared_ptr<World> Store::world() const {
    const Use use(*this, transaction::AnyLine());
    return world_;
}

bool Store::sync_in_intervals(std::uint64_t unsynced_bytes) noexcept {
    const std::scoped_lock lock(syncing_->mutex);
    if (syncing_->is_stopping) return false;
    try {
        if (!syncing_->thread.joinable())
            syncing_->thread = std::thread([this] { run_intervals(); });
    } catch (const std::exception&) {
        return false;
    }
    const bool is_overdue = unsynced_bytes >= options_.sync_bytes;
    if (syncing_->due_at && (syncing_->is_overdue || !is_overdue)) return true;
    if (!syncing_->due_at) syncing_->due_at = after(options_.sync_interval);
    syncing_->is_overdue = is_overdue;
    syncing_->changed.notify_one();
    return true;
}

std::function<bool(std::uint64_t)> interval_syncs_of(const std::shared_ptr<Store>& store) {
    return [weak = std::weak_ptr(store)](std::uint64_t unsynced_bytes) {
        const auto alive = weak.lock();
        return alive && alive->sync_in_intervals(unsynced_bytes);
    };
}

/// False when it has not come to a sync, for want of memory or of the lock. When a sync has failed
/// nothing is repeated: the next commit tells of it.
bool Store::sync_in_background() noexcept {
    World& world = *syncing_->world;
    try {
        if (!world.is_durable()) world.sync();
    } catch (const std::exception&) {
        return !world.is_healthy();
    }
    return true;
}

/// Sleeps while nothing waits to be synced. A commit that comes during a sync is due on its own.
void Store::run_intervals() noexcept {
    Syncing& syncing = *syncing_;
    std::unique_lock lock(syncing.mutex);
    for (;;) {
        syncing.changed.wait(lock, [&] { return syncing.is_stopping || syncing.due_at; });
        if (syncing.is_stopping) return;
        const steady_clock::time_point due_at = *syncing.due_at;
        syncing.changed.wait_until(
            lock, due_at, [&] { return syncing.is_stopping || syncing.is_overdue; });
        if (syncing.is_stopping) return;
        syncing.due_at.reset();
        syncing.is_overdue = false;
        lock.unlock();
        const bool must_repeat = !sync_in_background();
        lock.lock();
        if (must_repeat && !syncing.due_at) syncing.due_at = after(options_.sync_interval);
    }
}

void Store::end_threads() {
    if (compactor_) compactor_->stop();
    if (sweeper_) sweeper_->stop();
    {
        const std::scoped_lock lock(syncing_->mutex);
        syncing_->is_stopping = true;
    }
    syncing_->changed.notify_one();
    if (!syncing_->thread.joinable()) return;
    syncing_->thread.join();
    if (!world_->is_durable()) world_->sync();
}

/// Whoever comes in from now on sees that it is closed; those who came before are waited for.
void Store::let_world_go() noexcept {
    transaction::thread_barrier();
    while (!uses_.are_closed())
        std::this_thread::yield();
    syncing_->world.reset();
    compactor_.reset();
    sweeper_.reset();
    observing_.reset();
    world_.reset();
}

void Store::close() {
    if (is_in_child()) return;
    const std::scoped_lock lock(closing_mutex_);
    if (is_closed_.exchange(true, std::memory_order_seq_cst)) return;
    try {
        end_threads();
    } catch (...) {
        let_world_go();
        throw;
    }
    let_world_go();
}

}  // namespace dbdb::database
