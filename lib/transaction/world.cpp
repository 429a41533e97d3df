#include "transaction/world.hpp"

#include <algorithm>

#include "metrics/timing.hpp"

namespace dbdb::transaction {

namespace {

using std::chrono::steady_clock;

/// Space is prepared in steps of a quarter of the file, within these.
constexpr std::uint64_t prepared_step_min = std::uint64_t{16} << 10;
constexpr std::uint64_t prepared_step_max = std::uint64_t{4} << 20;

/// Zeros are written in aligned pieces of this. The system keeps each in a page of its own as
/// large, and small writes cost the less the fewer pages they meet, but the more the larger these
/// are.
constexpr std::uint64_t prepared_piece_bytes = std::uint64_t{64} << 10;

/// A larger commit costs its bytes anyway; zeros for the next one would only double them.
constexpr std::uint64_t prepared_commit_max = std::uint64_t{64} << 10;

/// With less than this behind the tail the next commit may need a step.
constexpr std::uint64_t prepared_bytes_low = std::uint64_t{8} << 10;

}  // namespace

World::World(Found found, std::shared_ptr<metrics::Activity> activity, Look look)
    : name_(found.file->name()),
      is_read_only_(found.file->read_only()),
      file_(found.file),
      local_file_(found.local_file),
      lock_(found.lock),
      recovery_(std::move(found.recovery)),
      activity_(std::move(activity)),
      look_(std::move(look)),
      slots_(*file_, found.database_id, found.file_id, *activity_),
      turn_(lock_, local_file_),
      readers_(found, slots_, turn_, releaser_),
      syncs_(*file_,
             slots_,
             *activity_,
             [this](const Version& version) { readers_.publish(version); }),
      repairs_(found, slots_, syncs_, *activity_),
      newest_(found.version),
      source_(found.source),
      prepared_bytes_(file_->size()) {
    slots_.set_durable_slot(found.durable_slot);
    slots_.know(found.slot_fingerprints);
    syncs_.start_from(*file_, newest_, found.is_durable);
}

World::Compacting::Compacting(World& world) : world_(world) {
    if (world.is_compacting_.exchange(true)) {
        throw Error(Errc::locked, world.name() + ": another compaction is under way");
    }
}

bool World::begin(const Deadline& deadline) {
    if (is_read_only_) {
        throw Error(Errc::read_only, name_ + ": cannot begin a transaction");
    }
    syncs_.require_healthy();
    const metrics::LongTiming timing(*activity_, Operation::begin);
    const Turn::Outcome outcome = turn_.take(deadline);
    if (outcome == Turn::Outcome::timed_out) return false;
    try {
        syncs_.require_healthy();
        readers_.reserve();
        if (outcome == Turn::Outcome::taken_new && !catch_up(deadline)) return false;
        repairs_.carry_out(newest_);
        if (outcome == Turn::Outcome::taken_new)
            newest_.tail = std::max(newest_.tail, slots_.kept_end());
        readers_.reserve();
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

bool World::must_look_again() {
    if (readers_.have_news(source_->data())) return true;
    return lock_ && io::identity_of(local_file_->resolved_path()) != local_file_->identity();
}

/// Missing another writer's commit here would lose it, and so would writing to a file that has lost
/// its name. Whether it is another file now.
bool World::look_again() {
    if (is_cut_off(*file_, newest_)) throw_cut_off(*file_, newest_);
    if (!must_look_again()) return false;
    const std::shared_ptr<File> before = file_;
    adopt(look_(published_local_file(), known()));
    return file_ != before;
}

/// What readers see was whole when they saw it.
Known World::known() const {
    const SlotFingerprints slots = slots_.known();
    const CommitId whole_id = std::max(newest_.id(), readers_.published().version.id());
    return {newest_, source_, whole_id, slots};
}

void World::adopt(const Found& found) {
    const std::uint64_t file_bytes = found.file->size();
    std::shared_ptr<const void> before[] = {source_, local_file_, file_};
    if (found.file != file_) {
        slots_.move_to(*found.file, found.file_id);
        repairs_.move_to(found);
        file_ = found.file;
        local_file_ = found.local_file;
    }
    slots_.set_durable_slot(found.durable_slot);
    const bool has_only_grown = found.source == source_;
    repairs_.look_again(found, has_only_grown ? newest_.tail : 0);
    prepared_bytes_ = file_bytes;
    newest_ = found.version;
    source_ = found.source;
    syncs_.start_from(*file_, newest_, found.is_durable);
    readers_.follow(found);
    if (has_only_grown) return;
    for (std::shared_ptr<const void>& share : before)
        let_go_of(std::move(share));
}

void World::move_to(const Found& found) {
    adopt(found);
    repairs_.know_name();
}

const std::shared_ptr<const tree::Source>& World::widen(std::uint64_t bytes) {
    if (bytes > source_->window_bytes()) {
        auto wider = std::make_shared<tree::Source>(file_->map(tree::window_for(bytes)),
                                                    source_->identity());
        wider->raise_limit(source_->limit());
        readers_.widen(wider);
        source_ = wider;
        newest_.source = source_.get();
    }
    return source_;
}

void World::prepare_space(std::uint64_t begin, std::uint64_t tail) {
    prepared_bytes_ = std::max(prepared_bytes_, tail);
    if (tail - begin > prepared_commit_max || prepared_bytes_ - tail >= prepared_bytes_low) return;
    const std::uint64_t step = std::clamp(tail / 4, prepared_step_min, prepared_step_max);
    const std::uint64_t end = prepared_bytes_ + step;
    const std::vector<std::byte> zeros(std::min(step, prepared_piece_bytes));
    while (prepared_bytes_ < end) {
        const std::uint64_t bytes =
            std::min(zeros.size() - prepared_bytes_ % zeros.size(), end - prepared_bytes_);
        file_->write_at(prepared_bytes_, std::span(zeros).first(bytes));
        prepared_bytes_ += bytes;
        activity_->count_written(bytes);
    }
}

void World::append(const Version& version, bool sync_twice, std::vector<std::byte> buffer) {
    buffer_ = std::move(buffer);
    newest_ = version;
    newest_.source = source_.get();
    syncs_.append(newest_, sync_twice);
    activity_->count_commit();
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
    if (keep_tail > newest_.tail) {
        slots_.keep_up_to(keep_tail);
        newest_.tail = keep_tail;
    }
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
