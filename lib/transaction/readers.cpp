#include "transaction/readers.hpp"

#include <utility>

namespace dbdb::transaction {

Readers::Readers(const Found& found, Slots& slots, const Turn& turn, Releaser& releaser)
    : slots_(slots),
      turn_(turn),
      releaser_(releaser),
      file_(found.file),
      local_file_(found.local_file),
      source_(found.source) {
    generations_.publish(found.version, source_);
}

[[gnu::cold]] void Readers::renew(Snapshot& now, const Look& look) {
    refresh(look);
    now = Hold::open(generations_, AnyLine());
}

Readers::Published Readers::published() const {
    const std::scoped_lock lock(mutex_);
    return {file_, local_file_, source_, generations_.latest()};
}

std::uint64_t Readers::open_snapshots() const {
    const std::scoped_lock lock(mutex_);
    return generations_.open_count();
}

void Readers::refresh(const Look& look) {
    // Before the lock is asked for: a writer of this process makes known what it is about to write,
    // and what stands there until then would seem to have been written since.
    const SlotFingerprints slots = slots_.known();
    if (turn_.holds_lock()) return;  // Nobody else can be writing: it was this process.
    const Published known = published();
    const CommitId id = known.version.id();
    bool is_cut = false;
    try {
        is_cut = is_cut_off(*known.file, known.version);
        if (!is_cut) adopt(look(known.local_file, {known.version, known.source, id, slots}));
    } catch (const Error&) {
        // Read in the middle of a write: the next snapshot looks again.
    }
    if (is_cut) throw_cut_off(*known.file, known.version);
}

void Readers::require_length() const {
    const Published known = published();
    if (is_cut_off(*known.file, known.version)) throw_cut_off(*known.file, known.version);
}

/// Readers never go back to an older commit, but in another file: that is a backup restored.
void Readers::adopt(const Found& found) {
    const std::scoped_lock lock(mutex_);
    const Version& latest = generations_.latest();
    if (turn_.holds_lock()) return;
    generations_.reserve();
    slots_.know(found.slot_fingerprints);
    have_looked_ = true;
    if (found.file == file_) {
        if (found.version.id() < latest.id() || found.version.link == latest.link) return;
    }
    go_over_to(found);
    generations_.publish(found.version, source_);
    listeners_.call();
    release_retired();
}

/// Readers may have taken another source: from now on both go by the one whose limit is raised.
void Readers::follow(const Found& found) {
    const std::scoped_lock lock(mutex_);
    slots_.know(found.slot_fingerprints);
    have_looked_ = false;
    const bool is_news = found.file != file_ || found.version.link != generations_.latest().link;
    go_over_to(found);
    if (is_news) {
        generations_.publish(found.version, source_);
        listeners_.call();
    }
    release_retired();
}

void Readers::go_over_to(const Found& found) {
    has_retired_ = has_retired_ || found.file != file_;
    if (found.source != source_) releaser_.release(std::exchange(source_, found.source));
    if (found.file == file_) return;
    releaser_.release(std::exchange(file_, found.file));
    releaser_.release(std::exchange(local_file_, found.local_file));
}

void Readers::publish(const Version& version) {
    const std::scoped_lock lock(mutex_);
    if (generations_.latest().id() < version.id()) {
        generations_.publish(version, source_);
        listeners_.call();
    }
    release_retired();
}

void Readers::reserve() {
    const std::scoped_lock lock(mutex_);
    generations_.reserve();
}

void Readers::widen(const std::shared_ptr<const tree::Source>& source) {
    const std::scoped_lock lock(mutex_);
    generations_.reserve();
    source_ = source;
}

bool Readers::have_news(const std::byte* file) const {
    const std::scoped_lock lock(mutex_);
    return have_looked_ || slots_.have_changed(file);
}

void Readers::release_unused() {
    const std::scoped_lock lock(mutex_);
    release_retired();
}

void Readers::release_retired() {
    if (has_retired_) has_retired_ = generations_.release_unused(releaser_);
}

}  // namespace dbdb::transaction
