/// What the state of a file leaves to be done before the first commit of whoever writes to it next.
#pragma once

#include "metrics/activity.hpp"
#include "transaction/found.hpp"
#include "transaction/sync_group.hpp"

namespace dbdb::transaction {

/// All functions only with the writer's turn. lib/DESIGN.md, "Recovery", says why each is needed.
class Repairs {
public:
    Repairs(const Found& found, Slots& slots, SyncGroup& syncs, metrics::Activity& activity);

    /// The file was looked at again. What this process has written up to `written_tail`, before or
    /// again, needs no third time.
    void look_again(const Found& found, std::uint64_t written_tail);

    /// Another file has taken the name; whoever has put it there may have crashed before that was
    /// durable.
    void move_to(const Found& found);

    /// The name is surely on disk.
    void know_name() { must_sync_directory_ = false; }

    /// Does all of it; `newest` is to be built on. Throws Error, and goes on there the next time.
    void carry_out(const Version& newest);

    /// Names an appended commit in the slot of commits without a sync. When that fails the slot may
    /// name the commit all the same, and what it named before is put back; if that cannot be, no
    /// more commits are taken.
    void switch_unsynced(const Version& version);

private:
    void remove_leftovers() noexcept;
    void persist(const Version& newest);
    void rewrite_unsynced(const Version& newest);
    void require_rewritten(const Version& newest) const;

    Slots& slots_;
    SyncGroup& syncs_;
    metrics::Activity& activity_;
    std::shared_ptr<File> file_;
    std::shared_ptr<io::LocalFile> local_file_;  ///< Null when it has no name on disk.
    Version in_turn_;            ///< What the slots in turn named when they were last looked at.
    bool must_rewrite_ = false;  ///< What follows `durable_tail_` may be in the cache only.
    bool must_clear_unsynced_ = false;  ///< The slot of commits without a sync names a lost one.
    bool must_rewrite_twin_ = false;  ///< Both slots name one commit; one may be in the cache only.
    bool must_clear_mark_ = false;    ///< The file says that another one may take its name.
    bool must_clean_;  ///< Compactions that crashed may have left files beside this one.
    bool must_sync_ =
        false;  ///< Or somebody was promised it, or a slot names what must not come back.
    bool must_sync_directory_;  ///< The file's name may not be on disk.
    std::uint64_t durable_tail_ = 0;
};

}  // namespace dbdb::transaction
