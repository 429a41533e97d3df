#include "transaction/repairs.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "io/create_file.hpp"
#include "io/replacement_file.hpp"
#include "transaction/record.hpp"

namespace dbdb::transaction {

namespace {

constexpr std::size_t copy_bytes = std::size_t{1} << 20;

std::shared_ptr<io::LocalFile> named_file(const Found& found) {
    const bool has_name = found.local_file && !found.local_file->resolved_path().empty();
    return has_name ? found.local_file : nullptr;
}

}  // namespace

Repairs::Repairs(const Found& found, Slots& slots, SyncGroup& syncs, metrics::Activity& activity)
    : slots_(slots),
      syncs_(syncs),
      activity_(activity),
      file_(found.file),
      local_file_(named_file(found)),
      must_clean_(local_file_ != nullptr),
      must_sync_directory_(local_file_ != nullptr) {
    look_again(found, 0);
}

void Repairs::look_again(const Found& found, std::uint64_t written_tail) {
    in_turn_ = found.in_turn;
    must_rewrite_ = !found.is_durable;
    must_clear_unsynced_ = found.is_unsynced_slot_void;
    must_rewrite_twin_ = found.are_twins;
    must_clear_mark_ = found.has_moving_mark;
    must_sync_ = found.was_promised || found.is_unsettled;
    durable_tail_ = std::max(found.durable_tail, written_tail);
}

void Repairs::move_to(const Found& found) {
    file_ = found.file;
    local_file_ = named_file(found);
    must_sync_directory_ = local_file_ != nullptr;
}

void Repairs::carry_out(const Version& newest) {
    if (must_clean_) remove_leftovers();
    must_clean_ = false;
    if (must_clear_mark_) slots_.write_moving_mark(false);
    must_clear_mark_ = false;
    if (must_clear_unsynced_) slots_.clear_unsynced();
    must_clear_unsynced_ = false;
    if (must_rewrite_ || must_sync_ || must_sync_directory_) persist(newest);
}

/// They are in nobody's way, so a directory that cannot be read is none of a commit's business.
void Repairs::remove_leftovers() noexcept {
    try {
        io::remove_leftovers(*local_file_);
    } catch (const std::exception&) {
    }
}

/// What was found in the file may be in the system's cache only, after a sync that failed in a
/// process that is gone. So it is written once more, not only synced: the cache may take it for
/// clean. A commit that was never promised to be on disk waits for the next sync. But where a slot
/// names a commit that was not taken, or is torn and may do so once a part of it is written again,
/// it must name another one on disk before anything is appended: what is appended next could fill
/// just what the commit that was given up has lost. What is named is what the slots in turn gave,
/// not a newer one without a sync: the slot to be written may hold a commit that was promised, and
/// must not be torn before the other one is as new.
void Repairs::persist(const Version& newest) {
    if (must_rewrite_) {
        rewrite_unsynced(newest);
        require_rewritten(newest);
        must_rewrite_ = false;
    }
    if (must_sync_directory_) io::sync_directory(local_file_->resolved_path().parent_path());
    must_sync_directory_ = false;
    if (must_rewrite_twin_) slots_.write_twin(in_turn_);
    must_rewrite_twin_ = false;
    if (must_sync_) syncs_.persist(in_turn_);
    must_sync_ = false;
}

void Repairs::rewrite_unsynced(const Version& newest) {
    std::vector<std::byte> bytes(copy_bytes);
    for (std::uint64_t offset = durable_tail_; offset < newest.tail;) {
        const std::span part(bytes.data(), std::min(copy_bytes, newest.tail - offset));
        file_->read_at(offset, part);
        file_->write_at(offset, part);
        activity_.count_written(part.size());
        offset += part.size();
    }
}

/// The cache may have dropped a page, after it was checked and before it was written again, and
/// read what the disk had of it instead.
void Repairs::require_rewritten(const Version& newest) const {
    const tree::Source& source = *newest.source;
    for (Version version = newest; version.tail > durable_tail_ && !version.link.is_none();
         version = read_version(source, version.previous)) {
        if (!is_whole(version, source)) {
            source.throw_corrupt("lost records of commit " + std::to_string(version.id()),
                                 version.begin);
        }
    }
}

/// A slot that names, or half names, what was told as failed would bring it back in another process
/// or after a crash: then whether there is such a commit is unknown, as after a sync that failed.
void Repairs::switch_unsynced(const Version& version) {
    const SlotBytes before = slots_.unsynced();
    try {
        slots_.write_unsynced(version);
    } catch (const Error& error) {
        if (slots_.put_back_unsynced(before)) throw;
        syncs_.refuse(error);
        syncs_.require_healthy();
    }
}

}  // namespace dbdb::transaction
