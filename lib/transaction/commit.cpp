/// The commit: one function that reads as the protocol. lib/DESIGN.md, "Commit", proves it.
#include <chrono>

#include "dbdb/error.hpp"

#include "format/layout.hpp"
#include "metrics/timing.hpp"
#include "transaction/change.hpp"
#include "transaction/flush.hpp"
#include "transaction/record.hpp"

namespace dbdb::transaction {

namespace {

/// So many expired entries each commit removes, so that they go without anybody asking.
constexpr std::uint64_t swept_per_commit = 16;

bool waits_for_disk(Durability durability) {
    return durability == Durability::sync || durability == Durability::sync_twice;
}

std::int64_t now_ns() { return nanoseconds_of(std::chrono::system_clock::now()); }

[[noreturn]] void throw_message_too_long(const std::string& name, std::size_t bytes) {
    throw Error(Errc::too_large,
                name + ": message of " + std::to_string(bytes) + " bytes, at most " +
                    std::to_string(message_bytes_max) + " are allowed");
}

}  // namespace

CommitId Change::commit(const CommitOptions& options) {
    require_active();
    const Durability durability = options.durability.value_or(options_.durability);
    if (!work_.differs_from(base_.trees()) && options.message.empty()) {
        rollback();
        return base_.id();
    }
    if (options.message.size() > message_bytes_max) {
        rollback();
        throw_message_too_long(world_->name(), options.message.size());
    }
    metrics::LongTiming timing(world_->activity(), Operation::commit);
    const Version version = append_changes(options, durability);
    timing.set_detail("commit", version.id());
    world_->append(version, durability == Durability::sync_twice, appender_.take_buffer());
    world_->activity().count_swept(swept_);
    end();
    if (waits_for_disk(durability)) {
        world_->make_durable(version.id());
    } else {
        world_->publish_unsynced();
        if (durability != Durability::interval) return version.id();
        if (!sync_soon_(world_->unsynced_bytes())) world_->sync();
    }
    return version.id();
}

/// Appends nodes, children first, then the record, in one write. Nothing refers to any of it yet,
/// so a failure leaves only bytes behind the tail. A commit that does not wait for the disk is
/// named at once, where a torn write costs nothing but itself.
Version Change::append_changes(const CommitOptions& options, Durability durability) {
    try {
        sweep_open(swept_per_commit);
        work_.forget_marks();
        flush_all();
        const Version version = append_record(options);
        write_out();
        world_->prepare_space(version.begin, version.tail);
        if (!waits_for_disk(durability)) world_->switch_unsynced(version);
        return version;
    } catch (...) {
        rollback();
        throw;
    }
}

/// A file that lies about its counts under right checksums may bring them beyond what can be.
void Change::require_sound(const format::Root& root) const {
    if (!format::is_sound_root(root, format::file_bytes_max))
        source_->throw_corrupt("tree with counts that cannot be, which was changed",
                               base_.main.is_empty() ? 0 : base_.main.ref.offset());
}

/// The record goes last; its checksum covers everything before it.
Version Change::append_record(const CommitOptions& options) {
    format::CommitRecord record;
    record.id = base_.id() + 1;
    record.position = base_.position + 1;
    record.time_ns = std::max(now_ns(), base_.time_ns);
    record.previous = base_.link;
    record.jump = next_jump(base_, *source_);
    const keyspace::Trees trees = work_.trees();
    require_sound(trees.main);
    require_sound(trees.catalog);
    record.catalog = trees.catalog;
    record.default_keyspace = trees.main;
    record.live_bytes = trees.bytes();
    record.message = options.message;
    return transaction::append_record(*source_, appender_, std::move(record));
}

}  // namespace dbdb::transaction
