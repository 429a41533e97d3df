#include "transaction/change.hpp"

#include "dbdb/error.hpp"

#include "transaction/flush.hpp"
#include "transaction/fork_count.hpp"
#include "transaction/hold.hpp"
#include "tree/algebra.hpp"
#include "tree/edit.hpp"
#include "tree/join.hpp"

namespace dbdb::transaction {

using format::EntryView;

namespace {

/// So many leaves of a sorted run become a tree, so that their outer keys need not be kept.
constexpr std::size_t leaves_per_chunk = std::size_t{1} << 17;

void require_limits(const World& world, std::string_view key, std::string_view value) {
    if (key.size() > key_bytes_max) {
        throw Error(Errc::too_large,
                    world.file().name() + ": key of " + std::to_string(key.size()) +
                        " bytes, at most " + std::to_string(key_bytes_max) + " are allowed");
    }
    if (value.size() > value_bytes_max) {
        throw Error(Errc::too_large,
                    world.file().name() + ": value of " + std::to_string(value.size()) +
                        " bytes, at most " + std::to_string(value_bytes_max) + " are allowed");
    }
}

}  // namespace

Change::Change(std::shared_ptr<World> world, const Options& options, SyncSoon sync_soon)
    : world_(std::move(world)),
      options_(options),
      sync_soon_(std::move(sync_soon)),
      base_(world_->newest()),
      source_(world_->source()),
      space_(source_.get(), std::make_shared<tree::Arena>()),
      appender_(
          world_->file(), world_->file_id(), base_.tail, base_.id() + 1, world_->take_buffer()),
      main_(base_.main),
      catalog_(base_.catalog),
      forks_when_made_(fork_count()) {}

Change::~Change() { rollback(); }

void Change::follow(const tree::Source** reader_source) {
    reader_source_ = reader_source;
    if (reader_source_ != nullptr) *reader_source_ = source_.get();
}

bool Change::is_in_child() const { return fork_count() != forks_when_made_; }

void Change::require_alive() const {
    if (is_in_child()) {
        throw Error(Errc::closed,
                    world_->name() + ": the transaction belongs to the parent process");
    }
    if (state_ == State::ended) {
        throw Error(Errc::closed, world_->name() + ": the transaction has ended");
    }
    if (state_ == State::failed) {
        throw Error(
            Errc::closed,
            world_->name() + ": the transaction has failed before and can only be rolled back");
    }
}

void Change::require_active() const {
    require_alive();
    if (has_run_) {
        throw Error(Errc::invalid,
                    world_->file().name() + ": finish the sorted writer of the transaction first");
    }
}

/// The entry for `key`: with the value, or with the blob that it is put into.
EntryView Change::store_value(std::string_view key, std::string_view value) {
    if (value.size() <= format::inline_value_bytes_max) return {key, value, false};
    blob_payload_ = format::blob_payload(appender_.append_blob(value));
    return {key, {blob_payload_.data(), blob_payload_.size()}, true};
}

void Change::set(std::string_view key, std::string_view value) {
    require_active();
    require_limits(*world_, key, value);
    guarded([&] {
        main_ = tree::insert(space_, main_, store_value(key, value));
        spill_if_over_budget();
    });
}

bool Change::erase(std::string_view key) {
    require_active();
    return guarded([&] {
        const auto changed = tree::erase(space_, main_, key);
        if (changed) main_ = *changed;
        spill_if_over_budget();
        return changed.has_value();
    });
}

std::uint64_t Change::erase_range(std::string_view from, std::optional<std::string_view> to) {
    require_active();
    return guarded([&] {
        const std::uint64_t before = main_.count;
        main_ = tree::erase_range(space_, main_, from, to);
        return before - main_.count;
    });
}

void Change::clear() {
    require_active();
    main_ = {};
}

/// What the file has by now can be read.
void Change::write_out() {
    appender_.write_out();
    source_ = world_->widen(appender_.written());
    source_->raise_limit(appender_.written());
    space_.set_source(source_.get());
    follow(reader_source_);
}

void Change::spill_if_over_budget() {
    if (space_.arena()->taken_bytes() > options_.transaction_memory_bytes) spill();
}

/// Brings all nodes to the file early and goes on with an empty arena.
void Change::spill() {
    std::vector<Root*> roots{&main_};
    for (Root& savepoint : savepoints_)
        roots.push_back(&savepoint);
    flush(*source_, appender_, roots);
    write_out();
    space_.set_arena(std::make_shared<tree::Arena>());
}

Snapshot Change::freeze() {
    require_active();
    return guarded([&] {
        write_out();
        if (appender_.written() > base_.tail) kept_tail_ = appender_.written();
        auto frozen = std::make_unique<Frozen>();
        frozen->version = base_;
        frozen->version.main = main_;
        frozen->version.catalog = catalog_;
        frozen->version.source = source_.get();
        frozen->arena = space_.arena();
        frozen->source = source_;
        space_.begin_epoch();
        return Hold::open(std::move(frozen));
    });
}

std::size_t Change::savepoint() {
    require_active();
    savepoints_.push_back(main_);
    space_.begin_epoch();
    return savepoints_.size() - 1;
}

void Change::rollback_to(std::size_t savepoint) {
    require_active();
    if (savepoint >= savepoints_.size()) {
        throw Error(Errc::invalid, world_->file().name() + ": that savepoint is gone");
    }
    main_ = savepoints_[savepoint];
    savepoints_.resize(savepoint + 1);
    space_.begin_epoch();
}

bool Change::has_changed() const { return !(main_ == base_.main) || !(catalog_ == base_.catalog); }

void Change::settle_blobs() {
    require_active();
    const std::uint64_t tail = appender_.tail();
    if (appender_.written() != tail || source_->limit() < tail) guarded([&] { write_out(); });
}

void Change::rollback() noexcept {
    if (state_ == State::ended) return;
    if (is_in_child()) return end();  // The turn is the parent's.
    forget_marks();
    end();
    world_->abandon(appender_.take_buffer(), kept_tail_);
}

/// Of all that was not kept, also where the file does not reach yet: a write may have failed.
void Change::forget_marks() noexcept {
    constexpr std::uint64_t granule_bytes = 64;
    const std::uint64_t begin = std::max(base_.tail, kept_tail_);
    source_->forget_from(begin);
    std::uint64_t offset = std::max(begin, source_->limit()) / granule_bytes * granule_bytes;
    for (; offset < appender_.tail(); offset += granule_bytes)
        source_->mark(offset, tree::RecordKind::unknown);
}

void Change::end() noexcept {
    state_ = State::ended;
    space_.set_arena(nullptr);
    savepoints_.clear();
}

Change::Run::Run(Change& change)
    : change_(&change), builder_([this](std::span<const format::LeafEntry> entries) {
          return append_leaf(*change_->source_, change_->appender_, entries);
      }) {
    change.require_active();
    change.has_run_ = true;
}

Change::Run::~Run() { leave(); }

/// Lets the transaction go on. Once left it may be gone, or have another run.
void Change::Run::leave() noexcept {
    if (is_open_) change_->has_run_ = false;
    is_open_ = false;
}

void Change::Run::require_open() const {
    if (!is_open_) throw Error(Errc::closed, "the sorted writer has been finished");
    change_->require_alive();
}

void Change::Run::set(std::string_view key, std::string_view value) {
    require_open();
    require_limits(*change_->world_, key, value);
    if (count_ > 0 && !(last_key_ < key)) {
        throw Error(Errc::invalid,
                    change_->world_->file().name() +
                        ": keys out of order in a sorted writer, at entry " +
                        std::to_string(count_));
    }
    change_->guarded([&] {
        builder_.add(change_->store_value(key, value));
        last_key_ = key;
        ++count_;
        if (builder_.leaf_count() >= leaves_per_chunk) close_chunk();
    });
}

/// Makes a tree of what is there and joins it with the chunks before.
void Change::Run::close_chunk() {
    const Root chunk = builder_.finish(change_->space_);
    change_->write_out();
    done_ = tree::concatenate(change_->space_, done_, chunk);
}

void Change::Run::finish() {
    require_open();
    leave();
    change_->guarded([&] {
        close_chunk();
        change_->main_ = tree::unite(change_->space_, change_->main_, done_);
        done_ = {};
        change_->spill_if_over_budget();
    });
}

}  // namespace dbdb::transaction
