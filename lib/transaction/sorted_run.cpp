#include "dbdb/error.hpp"

#include "keyspace/entries.hpp"
#include "transaction/change.hpp"
#include "transaction/flush.hpp"
#include "tree/join.hpp"

namespace dbdb::transaction {

using format::EntryView;

namespace {

/// So many leaves of a sorted run become a tree, so that their outer keys need not be kept.
constexpr std::size_t leaves_per_chunk = std::size_t{1} << 17;

}  // namespace

Change::Run::Run(std::shared_ptr<Change> change, std::shared_ptr<Opened> keyspace)
    : change_(std::move(change)),
      keyspace_(std::move(keyspace)),
      builder_([this](std::span<const format::LeafEntry> entries) {
          return append_leaf(*change_->source_, change_->appender_, entries);
      }),
      is_plain_(change_->stores_as_given(*keyspace_)) {
    change_->require_active();
    change_->has_run_ = true;
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
    if (is_plain_ && value.size() <= format::inline_value_bytes_max) [[likely]] {
        require_next(key, value);
        change_->guarded([&] { add({key, value, false}); });
    } else {
        set(key, value, change_->attributes_for(*keyspace_, key, {}));
    }
}

void Change::Run::set(std::string_view key,
                      std::string_view value,
                      const format::Attributes& attributes) {
    require_next(key, value);
    change_->guarded([&] {
        const EntryView entry = change_->store_value(*keyspace_, key, value, attributes);
        if (entry.is_extended) keyspace::add_to_indexes(change_->space_, done_, entry);
        add(entry);
    });
}

void Change::Run::require_next(std::string_view key, std::string_view value) const {
    require_open();
    change_->require_limits(key.size(), value.size());
    const std::uint64_t word = format::search_word(key, 0);
    if (word != last_word_ ? word > last_word_ : count_ == 0 || last_key() < key) return;
    throw Error(Errc::invalid,
                change_->world_->file().name() +
                    ": keys out of order in a sorted writer, at entry " + std::to_string(count_));
}

void Change::Run::add(const EntryView& entry) {
    builder_.add(entry);
    last_word_ = format::search_word(entry.key, 0);
    ++count_;
    if (builder_.leaf_count() >= leaves_per_chunk) close_chunk();
}

std::string_view Change::Run::last_key() const {
    return builder_.has_pending() ? builder_.last_pending_key() : chunks_end_;
}

/// Makes a tree of what is there and joins it with the chunks before.
void Change::Run::close_chunk() {
    chunks_end_ = last_key();
    const Root chunk = builder_.finish(change_->space_);
    change_->write_out();
    done_.entries = tree::concatenate(change_->space_, done_.entries, chunk);
}

void Change::Run::finish() {
    require_open();
    leave();
    change_->guarded([&] {
        close_chunk();
        keyspace::unite(change_->space_, keyspace_->record, done_);
        keyspace_->exists = true;
        done_ = {};
        change_->spill_if_over_budget();
    });
}

}  // namespace dbdb::transaction
