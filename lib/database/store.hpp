/// A handle's own part: the way to the world of its file until it is closed, its options, and the
/// threads that sync and compact for it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "dbdb/database.hpp"

#include "database/auto_compactor.hpp"
#include "database/combiner.hpp"
#include "database/observing.hpp"
#include "database/periodic.hpp"
#include "transaction/fork_count.hpp"
#include "transaction/pins.hpp"
#include "transaction/world.hpp"

namespace dbdb::database {

using transaction::World;

/// Any thread may call anything at any time but the destructor. Everything throws
/// Error{Errc::closed} once the store is closed, and in a forked child.
class Store {
public:
    Store(std::shared_ptr<World> world, const Options& options);
    ~Store();

    const Options& options() const { return options_; }

    /// The file's name. Valid as long as the store.
    const std::string& name() const;

    /// The newest version. Writes nothing that another thread reads.
    Snapshot snapshot() const {
        const transaction::OwnLine line;
        if (!uses_.suits(line)) [[unlikely]]
            return snapshot_by_any_line();
        return snapshot_by(line);
    }

    /// The world, for whatever takes longer than opening a snapshot: it stays while it is held.
    std::shared_ptr<World> world() const;

    /// What single changes go through, so that those of several threads share commits.
    Combiner& combiner() { return combiner_; }

    /// Sees to it that commits of Durability::interval are synced in time, when `unsynced_bytes`
    /// wait by now; starts the thread when first called. False when the thread was ended or cannot
    /// be started.
    bool sync_in_intervals(std::uint64_t unsynced_bytes) noexcept;

    /// Refuses all later calls, ends the threads after a last sync, waits for snapshots that are
    /// being opened at this moment, and lets the world go. Throws what the last sync throws; the
    /// store is closed all the same. Does nothing when it is closed already, or in a forked child.
    void close();

    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

private:
    /// As long as it lives the world stays. Short: closing waits for it.
    template <typename Line>
    class Use {
    public:
        Use(const Store& store, Line line) : pins_(store.uses_), line_(line) {
            pins_.open(line);
            if (store.is_usable()) [[likely]]
                return;
            pins_.close(line);
            store.throw_unusable();
        }

        ~Use() { pins_.close(line_); }

        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

    private:
        transaction::Pins& pins_;
        [[no_unique_address]] Line line_;
    };

    template <typename Line>
    Snapshot snapshot_by(Line line) const {
        const Use use(*this, line);
        return world_->snapshot(line);
    }

    Snapshot snapshot_by_any_line() const;

    /// The thread, and what it goes by.
    struct Syncing {
        std::shared_ptr<World> world{};
        std::mutex mutex{};
        std::condition_variable changed{};
        std::optional<std::chrono::steady_clock::time_point> due_at{};  ///< Empty: nothing waits.
        bool is_overdue = false;  ///< So many bytes wait that the interval counts no more.
        bool is_stopping = false;
        std::thread thread{};
    };

    bool is_in_child() const { return transaction::fork_count() != forks_when_made_; }

    bool is_usable() const { return !is_in_child() && !is_closed_.load(std::memory_order_seq_cst); }

    [[noreturn]] void throw_unusable() const;
    void sweep_in_background(const std::stop_token& stop);
    void run_intervals() noexcept;
    bool sync_in_background() noexcept;
    void end_threads();
    void let_world_go() noexcept;

    // Read by every snapshot and written once, so it shares no line with what threads write.
    std::shared_ptr<World> world_;
    std::atomic<bool> is_closed_{false};
    const unsigned forks_when_made_;
    const Options options_;
    const std::string name_;
    mutable transaction::Pins uses_;
    Combiner combiner_;
    std::mutex closing_mutex_;
    std::unique_ptr<Syncing> syncing_;
    std::unique_ptr<Observing> observing_;      ///< Null when there is no hook.
    std::unique_ptr<AutoCompactor> compactor_;  ///< Null when nothing is to be compacted.
    std::unique_ptr<Periodic> sweeper_;         ///< Null when nothing is to be swept.
};

/// What a transaction calls for its commits of Durability::interval; false once `store` is gone.
std::function<bool(std::uint64_t)> interval_syncs_of(const std::shared_ptr<Store>& store);

}  // namespace dbdb::database
