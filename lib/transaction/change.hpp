/// A transaction at work: the trees in change, and what of them is in the file already.
///
/// It has the writer's turn from its beginning to its end. Once an operation has failed half-way
/// (memory or disk), nothing but rolling back is possible: the version it began on is untouched.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/options.hpp"
#include "dbdb/snapshot.hpp"

#include "transaction/appender.hpp"
#include "transaction/version.hpp"
#include "transaction/world.hpp"
#include "tree/build.hpp"
#include "tree/space.hpp"

namespace dbdb::transaction {

class Change {
public:
    /// Sees to it that commits of Durability::interval are synced; false when nobody can.
    using SyncSoon = std::function<bool()>;

    /// The caller has the turn of `world`, which the change takes over.
    Change(std::shared_ptr<World> world, const Options& options, SyncSoon sync_soon);
    ~Change();

    /// What the transaction's reads go by; changes with every change.
    const tree::Source* source() const { return source_.get(); }

    /// From now on `reader_source` is kept at what `source` gives; null for nobody's.
    void follow(const tree::Source** reader_source);

    const Root* root() const { return &main_; }

    bool is_active() const { return state_ != State::ended; }

    /// Whether its trees are whole: it has neither ended nor failed.
    bool is_readable() const { return state_ == State::active; }

    /// Brings values that are still in the append buffer to where reads find them.
    void settle_blobs();

    void set(std::string_view key, std::string_view value);
    bool erase(std::string_view key);
    std::uint64_t erase_range(std::string_view from, std::optional<std::string_view> to);
    void clear();

    Snapshot freeze();
    std::size_t savepoint();
    void rollback_to(std::size_t savepoint);

    CommitId commit(const CommitOptions& options);
    void rollback() noexcept;

    /// A run of sorted entries, apart from the tree until it is joined with it.
    class Run;

    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;

private:
    enum class State { active, failed, ended };

    template <typename Operation>
    auto guarded(Operation&& operation);
    bool is_in_child() const;
    void require_alive() const;
    void require_active() const;
    format::EntryView store_value(std::string_view key, std::string_view value);
    void spill_if_over_budget();
    void spill();
    void write_out();
    bool has_changed() const;
    Version append_changes(const CommitOptions& options, Durability durability);
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
    Root main_;
    Root catalog_;
    std::vector<Root> savepoints_;
    std::array<char, format::blob_payload_bytes> blob_payload_{};
    const tree::Source** reader_source_ = nullptr;
    unsigned forks_when_made_;
    std::uint64_t kept_tail_ = 0;  ///< Frozen snapshots may read the file up to here.
    bool has_run_ = false;
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

class Change::Run {
public:
    explicit Run(Change& change);
    ~Run();

    void set(std::string_view key, std::string_view value);

    std::uint64_t count() const { return count_; }

    void finish();

private:
    void require_open() const;
    void close_chunk();
    void leave() noexcept;

    Change* change_;
    tree::Builder builder_;
    Root done_;  ///< Entries of chunks that are trees already.
    std::string last_key_;
    std::uint64_t count_ = 0;
    bool is_open_ = true;
};

}  // namespace dbdb::transaction
