/// The readers' side of an open file: what they read by, and the newest version they see.
///
/// It may be behind the version that the next writer builds on, by commits that are still being
/// synced, and ahead of it, when a reader has seen another process's commit first.
#pragma once

#include <memory>
#include <mutex>

#include "transaction/found.hpp"
#include "transaction/generation.hpp"
#include "transaction/hold.hpp"
#include "transaction/listeners.hpp"
#include "transaction/releaser.hpp"
#include "transaction/turn.hpp"

namespace dbdb::transaction {

/// What is not marked otherwise may be called by any thread.
class Readers {
public:
    /// What readers look at. `local_file` is null when it is no file of the system.
    struct Published {
        std::shared_ptr<File> file;
        std::shared_ptr<io::LocalFile> local_file;
        std::shared_ptr<const tree::Source> source;
        Version version;  ///< The newest one.
    };

    /// Knows slots by `slots`, and whether this process may be writing by `turn`. What nobody reads
    /// any more goes by `releaser`.
    Readers(const Found& found, Slots& slots, const Turn& turn, Releaser& releaser);

    /// The newest version, also of other processes, which `look` looks for. Looked at is the very
    /// file that the snapshot reads and thereby keeps mapped. Pins by `line`.
    template <typename Line>
    Snapshot snapshot(const Look& look, Line line) {
        Snapshot now = Hold::open(generations_, line);
        if (slots_.have_changed(Hold::version_of(now).source->data())) [[unlikely]]
            renew(now, look);
        return now;
    }

    Published published() const;

    /// Throws Error{Errc::corrupt} when somebody has cut off the file.
    void require_length() const;

    /// Makes a version of the file that they read the newest, if it is newer.
    void publish(const Version& version);

    /// So that what is durable can be published, memory or not. Until the transaction that begins
    /// now is published, at most two generations are begun: by a leader that is syncing already,
    /// and by the next one, whose version or source may be another; `widen` reserves anew.
    void reserve();

    /// The next version is read by `source`, which sees more of the same file.
    void widen(const std::shared_ptr<const tree::Source>& source);

    /// Goes by what the writer goes by, who has looked again and found `found`.
    void follow(const Found& found);

    /// Whether there are slots in `file`, the mapping, that the writer has not looked at. What
    /// readers have learned of them is news for the writer all the same.
    bool have_news(const std::byte* file) const;

    /// Lets go of files that were replaced and that no snapshot reads any more.
    void release_unused();

    /// How many snapshots are open that pin a version (generation.hpp).
    std::uint64_t open_snapshots() const;

    /// Who is called when readers see a new version.
    Listeners& listeners() { return listeners_; }

private:
    void renew(Snapshot& now, const Look& look);
    void refresh(const Look& look);
    void adopt(const Found& found);
    void go_over_to(const Found& found);
    void release_retired();

    Slots& slots_;
    const Turn& turn_;
    Releaser& releaser_;
    mutable std::mutex mutex_;
    bool have_looked_ = false;  ///< They know slots that the writer has not looked at.
    bool has_retired_ = false;  ///< Snapshots may hold on to a file that was replaced.
    std::shared_ptr<File> file_;
    std::shared_ptr<io::LocalFile> local_file_;
    std::shared_ptr<const tree::Source> source_;
    Generations generations_;
    Listeners listeners_;
};

}  // namespace dbdb::transaction
