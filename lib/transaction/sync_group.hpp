/// Group commit: threads that commit at the same time share one sync.
///
/// A writer appends its commit and hands its version over; then whoever comes first becomes the
/// leader: it switches a superblock slot to the newest version appended so far, syncs once, and by
/// that makes every commit up to it durable. The others wait. Commits that arrive during the sync
/// wait for the next one.
///
/// After a failed sync nothing is retried: the group refuses everything from then on.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "dbdb/error.hpp"
#include "dbdb/file.hpp"

#include "metrics/activity.hpp"
#include "transaction/slots.hpp"
#include "transaction/version.hpp"
#include "transaction/waiting_line.hpp"

namespace dbdb::transaction {

class SyncGroup {
public:
    /// `publish` makes a version current for the readers of this process; it is called with the
    /// versions in order, by one thread at a time.
    SyncGroup(File& file,
              Slots& slots,
              metrics::Activity& activity,
              std::function<void(const Version&)> publish);

    /// Throws the error of the sync that failed, if one has.
    void require_healthy() const;

    bool is_healthy() const;

    /// Goes on from `version`, which was read from `file`, where it is surely on disk or not. Only
    /// for the holder of the writer's turn, when no commit waits for its sync.
    void start_from(File& file, const Version& version, bool is_durable);

    /// Refuses everything from now on, as after a sync that failed for this reason.
    void refuse(const Error& reason);

    /// Makes `version` durable, the newest or one before it, when it was read from the file and
    /// written again. Only for the holder of the writer's turn.
    void persist(const Version& version);

    /// `version` is appended. The round that covers it syncs twice if this commit asks for it,
    /// whoever leads. Only for the holder of the writer's turn.
    void append(const Version& version, bool sync_twice);

    /// Waits until the commit `id`, which was appended, is on disk.
    void wait_durable(CommitId id);

    /// The same for every commit that was appended.
    void wait_all_durable();

    /// Publishes the newest version, which the slot of commits without a sync names.
    void publish_unsynced();

    /// Whether every commit that was appended is on disk.
    bool is_durable() const;

    /// How much was appended that no sync covers, not even one that is under way.
    std::uint64_t unsynced_bytes() const;

private:
    struct Leading;

    /// For a commit that is new, with one sync or two, or for one that was read from the file.
    enum class Sync { once, twice, again };

    void wait_durable(std::unique_lock<std::mutex>& lock, CommitId id);

    void wait_for_round(std::unique_lock<std::mutex>& lock, CommitId id);
    void lead(std::unique_lock<std::mutex>& lock, const Version& version, Sync sync);
    void count_group();
    void sync_file(const Version& version);
    void make_durable(const Version& version, Sync sync);
    void fail(const Error& error) noexcept;
    void set_failure(const Error& error) noexcept;
    void throw_failure() const;

    File* file_;
    Slots& slots_;
    metrics::Activity& activity_;
    std::function<void(const Version&)> publish_;
    const Error out_of_memory_;  ///< Made while there is memory.
    mutable std::mutex mutex_;
    /// Those whom the sync under way covers wait for its round. The others wait for the next one,
    /// which one of them is woken to lead. So there are never more than these two, in turn.
    std::array<WaitingLine, 2> rounds_;
    std::uint64_t round_ = 0;  ///< Of the sync under way, else of the last one.
    CommitId syncing_id_ = 0;  ///< The newest commit that this round covers.
    Version newest_;
    CommitId durable_id_ = 0;
    CommitId counted_id_ = 0;         ///< Up to here commits are in the figures of groups.
    CommitId sync_twice_id_ = 0;      ///< The newest commit that asked for two syncs.
    std::uint64_t covered_tail_ = 0;  ///< Up to here a sync has succeeded or is under way.
    bool is_syncing_ = false;
    std::optional<Error> failure_;
};

}  // namespace dbdb::transaction
