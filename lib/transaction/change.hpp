/// A transaction at work: the trees in change, and what of them is in the file already.
///
/// It has the writer's turn from its beginning to its end. Once an operation has failed half-way
/// (memory or disk), nothing but rolling back is possible: the version it began on is untouched.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/entry_options.hpp"
#include "dbdb/options.hpp"
#include "dbdb/snapshot.hpp"

#include "format/compression.hpp"
#include "keyspace/workspace.hpp"
#include "transaction/appender.hpp"
#include "transaction/blob_writer.hpp"
#include "transaction/version.hpp"
#include "transaction/world.hpp"
#include "tree/build.hpp"
#include "tree/space.hpp"

namespace dbdb::transaction {

using keyspace::Opened;

class Change {
public:
    /// Sees to it that commits of Durability::interval are synced, of which so many bytes wait by
    /// now; false when nobody can.
    using SyncSoon = std::function<bool(std::uint64_t unsynced_bytes)>;

    /// The caller has the turn of `world`, which the change takes over.
    Change(std::shared_ptr<World> world, const Options& options, SyncSoon sync_soon);
    ~Change();

    /// What the transaction's reads go by; changes with every change.
    const tree::Source* source() const { return source_.get(); }

    bool is_active() const { return state_ != State::ended; }

    /// Of the file, for messages.
    const std::string& name() const { return world_->name(); }

    /// Throws Error{Errc::closed} when its trees cannot be read: it has ended or failed.
    void require_alive() const;

    /// Brings values that are still in the append buffer to where reads find them.
    void settle_blobs();

    /// Keeps what a reader has decompressed until the next change.
    void keep(dbdb::detail::DecodedSlot decoded) { decoded_.push_back(std::move(decoded)); }

    /// The keyspace `name`, which need not exist. What it gives is handed to the functions below.
    std::shared_ptr<Opened> open(std::string_view name);

    void set(Opened& keyspace, std::string_view key, std::string_view value);

    /// The same with what `options` say.
    void set(Opened& keyspace,
             std::string_view key,
             std::string_view value,
             const EntryOptions& options);

    /// Changes what an entry has beside its value; false when there is none.
    bool set_deadline(Opened& keyspace, std::string_view key, const EntryOptions& when);
    bool clear_deadline(Opened& keyspace, std::string_view key);
    bool set_tags(Opened& keyspace, std::string_view key, std::span<const std::string> tags);
    bool add_tag(Opened& keyspace, std::string_view key, std::string_view tag);
    bool remove_tag(Opened& keyspace, std::string_view key, std::string_view tag);

    /// Removes at most `limit` entries that have expired; returns how many.
    std::uint64_t sweep(Opened& keyspace, std::uint64_t limit);

    /// The same in all keyspaces; tells `removed`, if there is one, of each.
    std::uint64_t sweep_all(std::uint64_t limit, const std::function<void(SweptEntry)>& removed);

    bool erase(Opened& keyspace, std::string_view key);

    /// Whole batches, in any order; the second gives how many keys were there.
    void set_many(Opened& keyspace, std::span<const Entry> entries);
    std::uint64_t erase_many(Opened& keyspace, std::span<const std::string_view> keys);

    std::uint64_t erase_range(Opened& keyspace,
                              std::string_view from,
                              std::optional<std::string_view> to);
    void clear(Opened& keyspace);
    void set_options(Opened& keyspace, const KeyspaceOptions& options);

    /// Makes indexes anew that do not name what the entries have; in how many keyspaces.
    std::uint64_t repair_indexes();

    bool create_keyspace(std::string_view name);
    bool drop_keyspace(std::string_view name);
    void rename_keyspace(std::string_view name, std::string_view new_name);
    void clone_keyspace(std::string_view name, std::string_view new_name);
    void clear_all();

    /// Copies the entries with keys in [from, to), or moves them; returns how many.
    std::uint64_t copy_range(std::string_view source,
                             std::string_view target,
                             std::string_view from,
                             std::string_view to);
    std::uint64_t move_range(std::string_view source,
                             std::string_view target,
                             std::string_view from,
                             std::string_view to);

    void set_bookmark(std::string_view name, CommitId commit);
    bool erase_bookmark(std::string_view name);
    void revert(CommitId commit);
    void revert(const Snapshot& snapshot);

    /// The state that an earlier commit left. Throws Error{Errc::not_found}.
    Snapshot snapshot_at(CommitId commit) const;

    Snapshot freeze();
    std::size_t savepoint();
    void rollback_to(std::size_t savepoint);

    CommitId commit(const CommitOptions& options);
    void rollback() noexcept;

    /// A run of sorted entries, apart from the tree until it is joined with it.
    class Run;

    /// A value that comes in pieces.
    class Stream;

    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;

private:
    enum class State { active, failed, ended };

    template <typename Operation>
    auto guarded(Operation&& operation);
    bool is_in_child() const;
    void require_active() const;
    void require_limits(std::uint64_t key_bytes, std::uint64_t value_bytes) const;
    void put(Opened& keyspace, const format::EntryView& entry);
    bool has_expired(const Opened& keyspace, std::string_view key) const;
    std::optional<int> compression_level_for(const Opened& keyspace,
                                             std::uint64_t value_bytes) const;
    bool stores_as_given(const Opened& keyspace) const;
    format::EntryView store_value(const Opened& keyspace,
                                  std::string_view key,
                                  std::string_view value,
                                  const format::Attributes& attributes);
    format::EntryView store_bytes(std::string_view key,
                                  std::string_view bytes,
                                  const format::Attributes& attributes,
                                  std::uint64_t raw_bytes);
    format::EntryView store_again(const format::EntryView& entry,
                                  const format::Attributes& attributes);
    format::Attributes attributes_for(const Opened& keyspace,
                                      std::string_view key,
                                      const format::Attributes& wanted) const;
    format::Attributes with_defaults(const Opened& keyspace,
                                     std::string_view key,
                                     format::Attributes attributes) const;
    std::optional<std::int64_t> default_deadline(std::string_view key, std::uint64_t ttl_ms) const;
    format::EntryTimes times_for(const Opened& keyspace, std::string_view key) const;
    bool change_attributes(Opened& keyspace,
                           std::string_view key,
                           const std::function<void(format::Attributes&)>& change);
    std::uint64_t sweep_open(std::uint64_t limit,
                             const std::function<void(SweptEntry)>& removed = {});
    tree::Builder memory_builder();
    bool repair_indexes(Opened& keyspace);
    void spill_if_over_budget();
    void spill();
    void write_out();
    void flush_all();
    std::string described(std::string_view name) const;
    Opened& existing(std::string_view name);
    Opened& free_name(std::string_view name);
    Version commit_version(CommitId commit) const;
    Version append_changes(const CommitOptions& options, Durability durability);
    void require_sound(const format::Root& root) const;
    Version append_record(const CommitOptions& options);
    void forget_marks() noexcept;
    void end() noexcept;

    std::shared_ptr<World> world_;
    Options options_;
    SyncSoon sync_soon_;
    Version base_;
    std::shared_ptr<const tree::Source> source_;
    tree::Space space_;
    Appender appender_;
    keyspace::Workspace work_;
    std::vector<dbdb::detail::DecodedSlot> decoded_;  ///< Of values read since the last change.
    std::vector<std::byte> payload_;                  ///< Of the entry that was stored last.
    unsigned forks_when_made_;
    std::uint64_t kept_tail_ = 0;  ///< Frozen snapshots may read the file up to here.
    bool has_run_ = false;         ///< Or a stream.
    std::uint64_t swept_ = 0;      ///< Expired entries that were removed.
    std::vector<std::uint64_t> swept_at_savepoints_;
    State state_ = State::active;
};

/// Runs what may fail half-way; when it does, only rolling back is left.
template <typename Operation>
auto Change::guarded(Operation&& operation) {
    try {
        return operation();
    } catch (...) {
        state_ = State::failed;
        throw;
    }
}

/// What an entry gets that is set with `wanted`: the keyspace's own options may say more.
inline format::Attributes Change::attributes_for(const Opened& keyspace,
                                                 std::string_view key,
                                                 const format::Attributes& wanted) const {
    const format::KeyspaceOptions& options = keyspace.record.options;
    if (options.default_ttl_ms == 0 && !options.track_times) return wanted;
    return with_defaults(keyspace, key, wanted);
}

class Change::Run {
public:
    Run(std::shared_ptr<Change> change, std::shared_ptr<Opened> keyspace);
    ~Run();

    void set(std::string_view key, std::string_view value);

    /// The same with attributes, as an entry that is copied has them.
    void set(std::string_view key, std::string_view value, const format::Attributes& attributes);

    /// The same with what `options` say.
    void set(std::string_view key, std::string_view value, const EntryOptions& options);

    std::uint64_t count() const { return count_; }

    void finish();

private:
    void require_open() const;
    void require_next(std::string_view key, std::string_view value) const;
    void add(const format::EntryView& entry);
    std::string_view last_key() const;
    void close_chunk();
    void leave() noexcept;

    std::shared_ptr<Change> change_;
    std::shared_ptr<Opened> keyspace_;
    tree::Builder builder_;
    keyspace::KeyspaceRecord done_;  ///< Chunks that are trees already, and their indexes.
    const bool is_plain_;            ///< Values are stored as they are given.
    std::string chunks_end_;         ///< The last key in `done_`.
    std::uint64_t last_word_ = 0;    ///< Search word of the last key.
    std::uint64_t count_ = 0;
    bool is_open_ = true;
};

class Change::Stream {
public:
    Stream(std::shared_ptr<Change> change,
           std::shared_ptr<Opened> keyspace,
           std::string_view key,
           std::optional<std::uint64_t> value_bytes,
           EntryOptions options);
    ~Stream();

    void write(std::string_view bytes);

    std::uint64_t value_bytes() const { return value_bytes_; }

    void finish();

private:
    void require_open() const;
    [[noreturn]] void throw_wrong_size() const;
    void pass_on(std::string_view bytes);
    void begin(std::string_view bytes);
    void begin_frame(int level);
    void unpack();
    void leave() noexcept;

    std::shared_ptr<Change> change_;
    std::shared_ptr<Opened> keyspace_;
    std::string key_;
    std::optional<std::uint64_t> announced_bytes_;
    EntryOptions options_;
    std::uint64_t value_bytes_ = 0;
    std::string held_;  ///< Taken, but not passed on yet.
    std::uint64_t passed_bytes_ = 0;
    std::optional<BlobWriter> blob_;
    std::optional<format::FrameWriter> frame_;  ///< What is passed on to the blob, compressed.
    bool is_open_ = true;
};

}  // namespace dbdb::transaction
