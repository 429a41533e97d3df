#include "transaction/world.hpp"

#include <algorithm>
#include <bit>

#include "io/create_file.hpp"
#include "io/replacement_file.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb::transaction {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t copy_bytes = std::size_t{1} << 20;

/// Space is prepared in steps of a quarter of the file, within these.
constexpr std::uint64_t prepared_step_min = std::uint64_t{16} << 10;
constexpr std::uint64_t prepared_step_max = std::uint64_t{4} << 20;

/// A larger commit costs its bytes anyway; zeros for the next one would only double them.
constexpr std::uint64_t prepared_commit_max = std::uint64_t{64} << 10;

/// With less than this behind the tail the next commit may need a step.
constexpr std::uint64_t prepared_bytes_low = std::uint64_t{8} << 10;

}  // namespace

World::World(Found found, Look look)
    : name_(found.file->name()),
      is_read_only_(found.file->read_only()),
      file_(std::move(found.file)),
      local_file_(std::move(found.local_file)),
      lock_(std::move(found.lock)),
      recovery_(std::move(found.recovery)),
      look_(std::move(look)),
      slots_(*file_, found.database_id, found.file_id),
      turn_(lock_, local_file_),
      syncs_(*file_, slots_, [this](const Version& version) { publish(version); }),
      newest_(found.version),
      in_turn_(found.in_turn),
      source_(found.source),
      must_rewrite_(!found.is_durable),
      must_clear_unsynced_(found.is_unsynced_slot_void),
      must_rewrite_twin_(found.are_twins),
      must_clear_mark_(found.has_moving_mark),
      must_clean_(has_name()),
      must_sync_(found.was_promised || found.is_unsettled),
      must_sync_directory_(has_name()),
      durable_tail_(found.durable_tail),
      prepared_bytes_(file_->size()),
      published_file_(file_),
      published_local_file_(local_file_),
      published_source_(found.source) {
    slots_.set_durable_slot(found.durable_slot);
    slots_.know(found.slot_fingerprints);
    syncs_.start_from(*file_, newest_, found.is_durable);
    generations_.publish(newest_, published_source_);
}

bool World::has_name() const { return local_file_ && !local_file_->resolved_path().empty(); }

std::shared_ptr<io::LocalFile> World::published_local_file() const {
    const std::scoped_lock lock(publish_mutex_);
    return published_local_file_;
}

std::shared_ptr<File> World::published_file() const {
    const std::scoped_lock lock(publish_mutex_);
    return published_file_;
}

World::Compacting::Compacting(World& world) : world_(world) {
    if (world.is_compacting_.exchange(true)) {
        throw Error(Errc::locked, world.name() + ": another compaction is under way");
    }
}

namespace {

/// The library never shortens a file. Behind an end that somebody else has made there is nothing to
/// read, and touching it through the mapping ends the process.
bool is_cut_off(const File& file, const Version& version) { return file.size() < version.tail; }

[[noreturn]] void throw_cut_off(const File& file, const Version& version) {
    throw Error(Errc::corrupt,
                file.name() + ": was cut off while it was open, commit " +
                    std::to_string(version.id()) + " ends at byte " + std::to_string(version.tail));
}

}  // namespace

/// Looked at is the very file that the snapshot reads and thereby keeps mapped.
Snapshot World::snapshot() {
    Snapshot now = Hold::open(generations_);
    if (!slots_.have_changed(Hold::version_of(now).source->data())) [[likely]]
        return now;
    refresh_readers();
    return Hold::open(generations_);
}

void World::refresh_readers() {
    if (turn_.holds_lock()) return;  // Nobody else can be writing: it was this process.
    std::shared_ptr<File> file;
    std::shared_ptr<io::LocalFile> local_file;
    std::shared_ptr<const tree::Source> source;
    Version known;
    {
        const std::scoped_lock lock(publish_mutex_);
        file = published_file_;
        local_file = published_local_file_;
        source = published_source_;
        known = generations_.latest();
    }
    bool is_cut = false;
    try {
        is_cut = is_cut_off(*file, known);
        if (!is_cut) adopt_for_readers(look_(local_file, known, source));
    } catch (const Error&) {
        // Read in the middle of a write: the next snapshot looks again.
    }
    if (is_cut) throw_cut_off(*file, known);
}

void World::require_length() const {
    std::shared_ptr<File> file;
    Version known;
    {
        const std::scoped_lock lock(publish_mutex_);
        file = published_file_;
        known = generations_.latest();
    }
    if (is_cut_off(*file, known)) throw_cut_off(*file, known);
}

/// Readers never go back to an older commit, but in another file: that is a backup restored.
void World::adopt_for_readers(const Found& found) {
    const std::scoped_lock lock(publish_mutex_);
    const Version& latest = generations_.latest();
    if (turn_.holds_lock()) return;
    generations_.reserve();
    slots_.know(found.slot_fingerprints);
    have_readers_looked_ = true;
    const bool is_moved = found.file != published_file_;
    if (!is_moved && found.version.id() < latest.id()) return;
    if (!is_moved && found.version.link == latest.link) return;
    has_retired_ = has_retired_ || is_moved;
    published_file_ = found.file;
    published_local_file_ = found.local_file;
    published_source_ = found.source;
    generations_.publish(found.version, published_source_);
    listeners_.call();
    if (has_retired_) has_retired_ = generations_.release_unused();
}

void World::publish(const Version& version) {
    const std::scoped_lock lock(publish_mutex_);
    if (generations_.latest().id() < version.id()) {
        generations_.publish(version, published_source_);
        listeners_.call();
    }
    if (has_retired_) has_retired_ = generations_.release_unused();
}

bool World::begin(const Deadline& deadline) {
    if (is_read_only_) {
        throw Error(Errc::read_only, name_ + ": cannot begin a transaction");
    }
    syncs_.require_healthy();
    const Turn::Outcome outcome = turn_.take(deadline);
    if (outcome == Turn::Outcome::timed_out) return false;
    try {
        syncs_.require_healthy();
        reserve_versions();
        if (outcome == Turn::Outcome::taken_new && !catch_up(deadline)) return false;
        prepare_first_commit();
        reserve_versions();
        turn_.set_ready();
    } catch (...) {
        turn_.give_up();
        throw;
    }
    return true;
}

/// Looks what others have written, in this file or in one that has taken its name. The lock on the
/// new file is taken behind that, so there may be news again. False, without the turn, when the
/// deadline has passed.
bool World::catch_up(const Deadline& deadline) {
    while (look_again()) {
        if (!turn_.move_to(local_file_, deadline)) return false;
    }
    return true;
}

/// What opening the file has left to do for whoever writes to it.
void World::prepare_first_commit() {
    if (must_clean_) remove_leftovers();
    must_clean_ = false;
    if (must_clear_mark_) slots_.write_moving_mark(false);
    must_clear_mark_ = false;
    if (must_clear_unsynced_) slots_.clear_unsynced();
    must_clear_unsynced_ = false;
    if (must_name_unsynced_) slots_.write_unsynced(newest_);
    must_name_unsynced_ = false;
    if (must_rewrite_ || must_sync_ || must_sync_directory_) persist();
}

/// So that what is durable can be published, memory or not. Until the transaction that begins now
/// is published, at most two generations are begun: by a leader that is syncing already, and by the
/// next one, whose version or source may be another; `widen` reserves anew.
void World::reserve_versions() {
    const std::scoped_lock lock(publish_mutex_);
    generations_.reserve();
}

/// What readers have learned of the slots is news for the writer all the same.
bool World::must_look_again() {
    const std::scoped_lock lock(publish_mutex_);
    if (have_readers_looked_ || slots_.have_changed(source_->data())) return true;
    return lock_ && io::identity_of(local_file_->resolved_path()) != local_file_->identity();
}

/// Missing another writer's commit here would lose it, and so would writing to a file that has lost
/// its name. Whether it is another file now.
bool World::look_again() {
    if (is_cut_off(*file_, newest_)) throw_cut_off(*file_, newest_);
    if (!must_look_again()) return false;
    const std::shared_ptr<File> before = file_;
    adopt(look_(published_local_file(), newest_, source_));
    return file_ != before;
}

/// They are in nobody's way, so a directory that cannot be read is none of a commit's business.
void World::remove_leftovers() noexcept {
    try {
        io::remove_leftovers(*local_file_);
    } catch (const std::exception&) {
    }
}

void World::adopt(Found found) {
    const std::uint64_t file_bytes = found.file->size();
    if (found.file != file_) move_files(found);
    slots_.set_durable_slot(found.durable_slot);
    must_rewrite_ = !found.is_durable;
    must_clear_unsynced_ = found.is_unsynced_slot_void;
    must_rewrite_twin_ = found.are_twins;
    must_clear_mark_ = found.has_moving_mark;
    must_sync_ = found.was_promised || found.is_unsettled;
    // What this process has written before, or written again, needs no third time.
    const bool has_only_grown = found.source == source_;
    const std::uint64_t written_tail = has_only_grown ? newest_.tail : 0;
    durable_tail_ = std::max(found.durable_tail, written_tail);
    prepared_bytes_ = file_bytes;
    newest_ = found.version;
    in_turn_ = found.in_turn;
    source_ = found.source;
    syncs_.start_from(*file_, newest_, found.is_durable);
    const std::scoped_lock lock(publish_mutex_);
    slots_.know(found.slot_fingerprints);
    have_readers_looked_ = false;
    // Readers may have taken another source: from now on both go by the one whose limit is raised.
    const bool is_moved = published_file_ != file_;
    has_retired_ = has_retired_ || is_moved;
    published_file_ = file_;
    published_local_file_ = local_file_;
    published_source_ = source_;
    if (is_moved || found.version.link != generations_.latest().link) {
        generations_.publish(newest_, published_source_);
        listeners_.call();
    }
    if (has_retired_) has_retired_ = generations_.release_unused();
}

/// Whoever has put the new file in the old one's place may have crashed before its name was
/// durable.
void World::move_files(const Found& found) {
    slots_.move_to(*found.file, found.file_id);
    file_ = found.file;
    local_file_ = found.local_file;
    must_sync_directory_ = has_name();
}

void World::move_to(Found found) {
    adopt(std::move(found));
    must_sync_directory_ = false;
}

void World::release_unused() {
    const std::scoped_lock lock(publish_mutex_);
    if (has_retired_) has_retired_ = generations_.release_unused();
}

/// What was found in the file may be in the system's cache only, after a sync that failed in a
/// process that is gone. So it is written once more, not only synced: the cache may take it for
/// clean. A commit that was never promised to be on disk waits for the next sync. But where a slot
/// names a commit that was not taken, or is torn and may do so once a part of it is written again,
/// it must name another one on disk before anything is appended: what is appended next could fill
/// just what the commit that was given up has lost. What is named is what the slots in turn gave,
/// not a newer one without a sync: the slot to be written may hold a commit that was promised, and
/// must not be torn before the other one is as new.
void World::persist() {
    if (must_rewrite_) {
        rewrite_unsynced();
        require_rewritten();
        must_rewrite_ = false;
    }
    if (must_sync_directory_) io::sync_directory(local_file_->resolved_path().parent_path());
    must_sync_directory_ = false;
    if (must_rewrite_twin_) slots_.write_twin(in_turn_);
    must_rewrite_twin_ = false;
    if (must_sync_) syncs_.persist(in_turn_);
    must_sync_ = false;
}

/// The cache may have dropped a page, after it was checked and before it was written again, and
/// read what the disk had of it instead.
void World::require_rewritten() const {
    for (Version version = newest_; version.tail > durable_tail_ && !version.link.is_none();
         version = read_version(*source_, version.previous)) {
        if (!is_whole(version, *source_)) {
            source_->throw_corrupt("lost records of commit " + std::to_string(version.id()),
                                   version.begin);
        }
    }
}

void World::rewrite_unsynced() {
    std::vector<std::byte> bytes(copy_bytes);
    for (std::uint64_t offset = durable_tail_; offset < newest_.tail;) {
        const std::span part(bytes.data(), std::min(copy_bytes, newest_.tail - offset));
        file_->read_at(offset, part);
        file_->write_at(offset, part);
        offset += part.size();
    }
}

const std::shared_ptr<const tree::Source>& World::widen(std::uint64_t bytes) {
    if (bytes > source_->window_bytes()) {
        auto wider = std::make_shared<tree::Source>(file_->map(tree::window_for(bytes)),
                                                    source_->identity());
        wider->raise_limit(source_->limit());
        const std::scoped_lock lock(publish_mutex_);
        generations_.reserve();
        source_ = wider;
        newest_.source = source_.get();
        published_source_ = source_;
    }
    return source_;
}

void World::prepare_space(std::uint64_t begin, std::uint64_t tail) {
    prepared_bytes_ = std::max(prepared_bytes_, tail);
    if (tail - begin > prepared_commit_max || prepared_bytes_ - tail >= prepared_bytes_low) return;
    const std::uint64_t step = std::clamp(tail / 4, prepared_step_min, prepared_step_max);
    const std::vector<std::byte> zeros(std::min<std::uint64_t>(step, copy_bytes));
    for (std::uint64_t written = 0; written < step; written += zeros.size()) {
        const std::size_t bytes = std::min<std::uint64_t>(zeros.size(), step - written);
        file_->write_at(prepared_bytes_, std::span(zeros).first(bytes));
        prepared_bytes_ += bytes;
    }
}

/// When that fails the slot may name the commit all the same, and what it named before is put back,
/// if it can be: else the next writer does it.
void World::switch_unsynced(const Version& version) {
    must_name_unsynced_ = true;
    slots_.write_unsynced(version);
    must_name_unsynced_ = false;
}

void World::append(const Version& version, bool sync_twice, std::vector<std::byte> buffer) {
    buffer_ = std::move(buffer);
    newest_ = version;
    newest_.source = source_.get();
    syncs_.append(newest_, sync_twice);
}

namespace {

struct Settle {
    Turn& turn;

    ~Settle() { turn.settle(); }
};

}  // namespace

void World::make_durable(CommitId id) {
    turn_.give_up_unsettled();
    const Settle settle{turn_};
    syncs_.wait_durable(id);
}

void World::publish_unsynced() {
    struct GiveUp {
        Turn& turn;

        ~GiveUp() { turn.give_up(); }
    };

    const GiveUp give_up{turn_};
    syncs_.publish_unsynced();
}

void World::abandon(std::vector<std::byte> buffer, std::uint64_t keep_tail) noexcept {
    buffer_ = std::move(buffer);
    newest_.tail = std::max(newest_.tail, keep_tail);
    turn_.give_up();
}

/// Does not wait for a transaction of this process, which may be the caller's own.
void World::sync() {
    while (!turn_.keep_lock()) {
        if (begin(steady_clock::now() + std::chrono::milliseconds(100))) return sync_with_turn();
    }
    const Settle settle{turn_};
    syncs_.wait_all_durable();
}

/// A thread whose commit is on disk may not have seen so yet. Until it has, the newest commit must
/// not become an older one, as after a restore: that thread would wait for its own for ever.
void World::sync_all() {
    syncs_.wait_all_durable();
    turn_.wait_settled();
}

void World::sync_with_turn() {
    if (syncs_.is_durable()) {
        turn_.give_up();
    } else {
        make_durable(newest_.id());
    }
}

}  // namespace dbdb::transaction
