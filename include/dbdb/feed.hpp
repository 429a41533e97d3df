/// Following the commits of a database as they are made.
///
///     dbdb::Subscription feed = db.subscribe();
///     while (const auto news = feed.wait(1s))
///         for (const Change& change : news->changes) ...
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "dbdb/diff.hpp"
#include "dbdb/export.hpp"
#include "dbdb/options.hpp"

namespace dbdb {

namespace transaction {
class World;
}

/// What leads from one commit to a later one.
struct CommitChanges {
    CommitId since = 0;   ///< The earlier one.
    CommitInfo commit{};  ///< The later one.
    Diff changes;
};

/// Gives each commit that follows another, with what it changed: in order, each once, none left
/// out, whichever thread or process has made it. Who stores the id of the last commit that it has
/// dealt with can go on from there in a later run. It keeps the file open, also when the Database
/// is closed. One thread at a time, but for `cancel`.
///
/// A commit of another process may be given while its sync is still under way; one of this process
/// is durable first, as Database::snapshot has it.
class DBDB_EXPORT Subscription {
public:
    Subscription(Subscription&&) noexcept;
    Subscription& operator=(Subscription&&) noexcept;
    ~Subscription();

    /// The next commit, as soon as there is one; empty when none came within `timeout` or `cancel`
    /// was called. A commit that the file does not keep any more is given together with the next
    /// one that it keeps. Throws Error{Errc::not_found} when the commit that was given last has
    /// been given up by its writer, whose sync failed.
    std::optional<CommitChanges> wait(std::chrono::milliseconds timeout);

    /// The commit that was given last, or the one to begin behind.
    CommitId last() const noexcept;

    /// Ends a `wait` under way and all later ones. May be called by any thread and by a signal
    /// handler, as long as the subscription lives.
    void cancel() noexcept;

private:
    friend class Database;
    struct State;

    Subscription(std::shared_ptr<transaction::World> world, Snapshot last);

    std::unique_ptr<State> state_;
};

}  // namespace dbdb
