#include "transaction/change.hpp"

#include "dbdb/error.hpp"

#include "format/compression.hpp"
#include "keyspace/compression.hpp"
#include "keyspace/entries.hpp"
#include "keyspace/name.hpp"
#include "metrics/timing.hpp"
#include "transaction/flush.hpp"
#include "transaction/fork_count.hpp"
#include "transaction/hold.hpp"
#include "tree/search.hpp"

namespace dbdb::transaction {

using format::EntryView;

Change::Change(std::shared_ptr<World> world, const Options& options, SyncSoon sync_soon)
    : world_(std::move(world)),
      options_(options),
      sync_soon_(std::move(sync_soon)),
      base_(world_->newest()),
      source_(world_->source()),
      space_(source_.get(), std::make_shared<tree::Arena>()),
      appender_(world_->file(),
                world_->file_id(),
                base_.tail,
                base_.id() + 1,
                world_->take_buffer(),
                &world_->activity()),
      work_(*source_, base_.trees()),
      forks_when_made_(fork_count()) {}

Change::~Change() { rollback(); }

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
                    world_->file().name() +
                        ": finish the sorted writer or value writer of the transaction first");
    }
}

void Change::require_limits(std::uint64_t key_bytes, std::uint64_t value_bytes) const {
    const auto require = [this](const char* what, std::uint64_t bytes, std::uint64_t bytes_max) {
        if (bytes <= bytes_max) return;
        throw Error(Errc::too_large,
                    world_->file().name() + ": " + what + " of " + std::to_string(bytes) +
                        " bytes, at most " + std::to_string(bytes_max) + " are allowed");
    };
    require("key", key_bytes, key_bytes_max);
    require("value", value_bytes, value_bytes_max);
}

/// What a value of `keyspace` is compressed with; no level when it is not.
std::optional<int> Change::compression_level_for(const Opened& keyspace,
                                                 std::uint64_t value_bytes) const {
    const bool is_suitable = keyspace::is_long_enough(keyspace.record.options, value_bytes) &&
                             value_bytes <= options_.decompressed_bytes_max;
    if (!is_suitable) return std::nullopt;
    if (const auto own = keyspace::compression_level(keyspace.record.options)) return own;
    if (options_.compression != Compression::zstd) return std::nullopt;
    return options_.compression_level;
}

/// Whether short values that are set without options are stored as they are.
bool Change::stores_as_given(const Opened& keyspace) const {
    const format::KeyspaceOptions& options = keyspace.record.options;
    return options.default_ttl_ms == 0 && !options.track_times &&
           !keyspace::compression_level(options) && options_.compression != Compression::zstd;
}

/// The entry for `key` in `keyspace`: with the value, compressed where that is wanted and saves
/// enough, or with the blob that it is put into.
EntryView Change::store_value(const Opened& keyspace,
                              std::string_view key,
                              std::string_view value,
                              const format::Attributes& attributes) {
    if (const auto level = compression_level_for(keyspace, value.size())) {
        if (const auto frame = format::compressed(value, *level))
            return store_bytes(key, *frame, attributes, value.size());
    }
    return store_bytes(key, value, attributes, 0);
}

EntryView Change::store_bytes(std::string_view key,
                              std::string_view bytes,
                              const format::Attributes& attributes,
                              std::uint64_t raw_bytes) {
    if (bytes.size() > format::inline_value_bytes_max) {
        format::write_payload(payload_, attributes, appender_.append_blob(bytes), raw_bytes);
    } else if (attributes.is_none() && raw_bytes == 0) {
        return {key, bytes, false};
    } else {
        format::write_payload(payload_, attributes, bytes, raw_bytes);
    }
    return {key, format::as_text(payload_.data(), payload_.size()), true};
}

std::shared_ptr<Opened> Change::open(std::string_view name) {
    if (!name.empty()) keyspace::require_name(world_->file().name() + ": keyspace", name);
    require_alive();
    return work_.open(*source_, name);
}

void Change::set(Opened& keyspace, std::string_view key, std::string_view value) {
    require_active();
    require_limits(key.size(), value.size());
    const metrics::ShortTiming timing(source_->activity(), Operation::set);
    guarded([&] {
        put(keyspace, store_value(keyspace, key, value, attributes_for(keyspace, key, {})));
    });
}

void Change::put(Opened& keyspace, const EntryView& entry) {
    keyspace::insert(space_, keyspace.record, entry);
    keyspace.exists = true;
    spill_if_over_budget();
}

bool Change::erase(Opened& keyspace, std::string_view key) {
    require_active();
    const metrics::ShortTiming timing(source_->activity(), Operation::erase);
    return guarded([&] {
        const bool is_gone = has_expired(keyspace, key);
        const bool was_there = keyspace::erase(space_, keyspace.record, key);
        spill_if_over_budget();
        return was_there && !is_gone;
    });
}

std::uint64_t Change::erase_range(Opened& keyspace,
                                  std::string_view from,
                                  std::optional<std::string_view> to) {
    require_active();
    return guarded([&] {
        const std::uint64_t before = keyspace.record.entries.count;
        keyspace::erase_range(space_, keyspace.record, from, to);
        return before - keyspace.record.entries.count;
    });
}

void Change::clear(Opened& keyspace) {
    require_active();
    for (Root* root : keyspace.record.trees())
        *root = {};
}

/// What the file has by now can be read.
void Change::write_out() {
    appender_.write_out();
    source_ = world_->widen(appender_.written());
    source_->raise_limit(appender_.written());
    space_.set_source(source_.get());
}

/// To be called behind each change of entries: what was decompressed need not be kept.
void Change::spill_if_over_budget() {
    decoded_.clear();
    if (space_.arena()->taken_bytes() > options_.transaction_memory_bytes) spill();
}

/// Brings all nodes to the buffer: those of keyspaces, then, as it names them, the catalog's.
void Change::flush_all() {
    flush(*source_, appender_, work_.open_trees());
    work_.write_back(space_);
    flush(*source_, appender_, work_.catalogs());
}

/// Brings all nodes to the file early and goes on with an empty arena.
void Change::spill() {
    flush_all();
    write_out();
    work_.close_unheld();
    space_.set_arena(std::make_shared<tree::Arena>());
}

Snapshot Change::freeze() {
    require_active();
    return guarded([&] {
        write_out();
        if (appender_.written() > base_.tail) kept_tail_ = appender_.written();
        auto frozen = std::make_unique<Frozen>();
        frozen->version = base_;
        frozen->version.main = work_.main().record.entries;
        frozen->version.catalog = work_.catalog();
        frozen->version.source = source_.get();
        frozen->changed = work_.changed_records();
        frozen->version.changed = &frozen->changed;
        frozen->arena = space_.arena();
        frozen->source = source_;
        space_.begin_epoch();
        return Hold::open(std::move(frozen));
    });
}

std::size_t Change::savepoint() {
    require_active();
    const std::size_t mark = work_.mark();
    swept_at_savepoints_.resize(mark);
    swept_at_savepoints_.push_back(swept_);
    space_.begin_epoch();
    return mark;
}

void Change::rollback_to(std::size_t savepoint) {
    require_active();
    if (savepoint >= work_.mark_count()) {
        throw Error(Errc::invalid, world_->file().name() + ": that savepoint is gone");
    }
    guarded([&] { work_.go_back(*source_, savepoint); });
    swept_ = swept_at_savepoints_[savepoint];
    space_.begin_epoch();
}

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
    work_.forget_marks();
}

}  // namespace dbdb::transaction
