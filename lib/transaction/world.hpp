/// What all handles of one open file share: its versions, its slots, the writer's turn.
///
/// Readers come in by `snapshot`, a writer by `begin`. Inside, the version that the next writer
/// builds on may be ahead of the one that readers see, by commits that are still being synced.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "dbdb/database.hpp"

#include "metrics/activity.hpp"
#include "transaction/found.hpp"
#include "transaction/readers.hpp"
#include "transaction/releaser.hpp"
#include "transaction/repairs.hpp"
#include "transaction/slots.hpp"
#include "transaction/sync_group.hpp"
#include "transaction/turn.hpp"

namespace dbdb::transaction {

class World {
public:
    /// `look` looks at what the name leads to after another process has written.
    World(Found found, std::shared_ptr<metrics::Activity> activity, Look look);

    /// As it was given when the file was opened.
    const std::string& name() const { return name_; }

    /// Only with the turn: a compaction puts another one in its place.
    File& file() const { return *file_; }

    /// The same, if it is one of the system; else null. Only with the turn.
    const std::shared_ptr<io::LocalFile>& local_file() const { return local_file_; }

    /// What readers look at; null when it is no file of the system.
    std::shared_ptr<io::LocalFile> published_local_file() const {
        return readers_.published().local_file;
    }

    /// The same, whatever it is.
    std::shared_ptr<File> published_file() const { return readers_.published().file; }

    const Recovery& recovery() const { return recovery_; }

    format::DatabaseId database_id() const { return slots_.database_id(); }

    format::FileId file_id() const { return slots_.file_id(); }

    const std::shared_ptr<io::WriterLock>& lock() const { return lock_; }

    bool is_durable() const { return syncs_.is_durable(); }

    /// How much of what was appended waits for a sync.
    std::uint64_t unsynced_bytes() const { return syncs_.unsynced_bytes(); }

    bool is_healthy() const { return syncs_.is_healthy(); }

    /// Where it is counted what this process does with the file, and told.
    metrics::Activity& activity() { return *activity_; }

    /// How many snapshots are open that pin a version (generation.hpp).
    std::uint64_t open_snapshots() const { return readers_.open_snapshots(); }

    /// How far the newest version's mapping reaches.
    std::uint64_t mapped_bytes() const { return readers_.published().source->window_bytes(); }

    /// Who is called when readers see a new version.
    Listeners& listeners() { return readers_.listeners(); }

    /// The newest version for readers, also of other processes. Pins by `line` (pins.hpp).
    template <typename Line = AnyLine>
    Snapshot snapshot(Line line = {}) {
        return readers_.snapshot(look_, line);
    }

    /// Takes the writer's turn and looks whether another process has written. False when the
    /// deadline has passed. Throws when a sync has failed before. Whoever gets true calls
    /// `abandon`, or `append` and then one of `make_durable` and `publish_unsynced`.
    bool begin(const Deadline& deadline);

    /// The version to build on. Only with the turn.
    const Version& newest() const { return newest_; }

    /// What `newest` is read by. Only with the turn.
    const std::shared_ptr<const tree::Source>& source() const { return source_; }

    /// A buffer to append with. Only with the turn; `append` and `abandon` take it back.
    std::vector<std::byte> take_buffer() { return std::move(buffer_); }

    /// Reads on through a window of at least `bytes`. Only with the turn.
    const std::shared_ptr<const tree::Source>& widen(std::uint64_t bytes);

    /// Writes zeros behind `tail` when little space is left there, so that the write and the sync
    /// of a small commit find space that is there. The present commit begins at `begin`. Only with
    /// the turn.
    void prepare_space(std::uint64_t begin, std::uint64_t tail);

    /// Names an appended commit in the slot of commits without a sync. Only with the turn.
    void switch_unsynced(const Version& version) { repairs_.switch_unsynced(version); }

    /// Takes an appended commit over as the newest; `sync_twice` as it asked for.
    void append(const Version& version, bool sync_twice, std::vector<std::byte> buffer);

    /// Gives the turn up, then waits until the newest commit, `id`, is on disk.
    void make_durable(CommitId id);

    /// Publishes the newest commit without waiting for the disk, and gives the turn up.
    void publish_unsynced();

    /// Gives the turn up with nothing done. Bytes from the newest tail on are nobody's again;
    /// unless `keep_tail` says that they are still read, then the next commit, of whatever process,
    /// begins there.
    void abandon(std::vector<std::byte> buffer, std::uint64_t keep_tail = 0) noexcept;

    /// Makes everything durable that is not yet.
    void sync();

    /// Throws Error{Errc::corrupt} when somebody has cut off the file that readers use.
    void require_length() const { readers_.require_length(); }

    /// The same with the turn, which is kept. Then no commit waits any more, nor any thread for
    /// one.
    void sync_all();

    /// Whether the turn locks other processes out, so that they can be told of a new file.
    bool has_process_lock() const { return lock_ != nullptr; }

    /// Tells readers of all processes to look at the name before each snapshot, since another file
    /// is about to take it, or that it is not. Only with the turn.
    void write_moving_mark(bool is_moving) { slots_.write_moving_mark(is_moving); }

    /// Takes the lock between processes over to a file that is about to get the name, or back.
    /// Only with the turn.
    void lock_replacement(std::shared_ptr<io::LocalFile> file) {
        turn_.move_to_replacement(std::move(file));
    }

    /// Goes over to the file that has taken this one's name, durably, and holds the same newest
    /// commit. Snapshots of the old one read on. Only with the turn and behind `sync_all`.
    void move_to(const Found& found);

    /// Refuses further commits: whether this file or another has the name after a crash is unknown.
    void refuse_commits(const Error& reason) { syncs_.refuse(reason); }

    /// The one compaction of this process, as long as it lives. Throws Error{Errc::locked} when
    /// there is one already.
    class Compacting;

    /// Lets go of files that were replaced and that no snapshot reads any more.
    void release_unused() { readers_.release_unused(); }

    /// Gives up a share of such a file; the caller does not wait until it is gone.
    void let_go_of(std::shared_ptr<const void> share) noexcept {
        releaser_.release(std::move(share));
    }

private:
    bool catch_up(const Deadline& deadline);
    bool must_look_again();
    bool look_again();
    Known known() const;
    void adopt(const Found& found);
    void sync_with_turn();

    const std::string name_;
    const bool is_read_only_;
    Releaser releaser_;  ///< Outlives what hands shares over to it.
    std::shared_ptr<File> file_;
    std::shared_ptr<io::LocalFile> local_file_;
    std::shared_ptr<io::WriterLock> lock_;
    Recovery recovery_;
    std::shared_ptr<metrics::Activity> activity_;
    Look look_;
    Slots slots_;
    Turn turn_;
    Readers readers_;
    SyncGroup syncs_;

    // Of the writer: only with the turn.
    Repairs repairs_;
    Version newest_;
    std::shared_ptr<const tree::Source> source_;
    std::vector<std::byte> buffer_;
    std::uint64_t prepared_bytes_;  ///< Length of the file as far as this process knows.

    std::atomic<bool> is_compacting_{false};
};

class World::Compacting {
public:
    explicit Compacting(World& world);

    ~Compacting() { world_.is_compacting_ = false; }

    Compacting(const Compacting&) = delete;
    Compacting& operator=(const Compacting&) = delete;

private:
    World& world_;
};

}  // namespace dbdb::transaction
