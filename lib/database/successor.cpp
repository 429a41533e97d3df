#include "database/successor.hpp"

#include <cerrno>

#include "dbdb/error.hpp"

#include "database/recovery.hpp"
#include "database/take_name.hpp"
#include "io/memory_file.hpp"

namespace dbdb::database {

namespace {

/// What must be free beside what the new file is expected to need.
constexpr std::uint64_t spare_bytes = std::uint64_t{4} << 20;

constexpr const char* split_off = "of which compaction would split one off; remove the others";

}  // namespace

Successor::Successor(World& world,
                     std::uint64_t expected_bytes,
                     const std::function<void(CompactStep)>& step)
    : world_(world), step_(step), old_file_id_(world.file_id()) {
    const auto original = world_.local_file();
    if (!original) {
        throw Error(Errc::unsupported,
                    world_.name() + ": only files of the system can be compacted");
    }
    if (original->resolved_path().empty()) {
        file_ = io::make_memory_file(world_.name());
    } else {
        make_replacement(*original, expected_bytes);
    }
}

void Successor::make_replacement(const io::LocalFile& original, std::uint64_t expected_bytes) {
    if (!world_.has_process_lock()) {
        throw Error(Errc::unsupported,
                    world_.name() + ": was not opened by its name; open it so to compact it");
    }
    if (io::remove_leftovers(original)) {
        throw Error(Errc::locked, world_.name() + ": another compaction is under way");
    }
    original.require_single_name(split_off);
    require_space(original, expected_bytes);
    replacement_ = std::make_unique<io::ReplacementFile>(original);
    file_ = replacement_->file();
}

void Successor::require_space(const io::LocalFile& original, std::uint64_t expected_bytes) const {
    const std::uint64_t needed = expected_bytes + expected_bytes / 16 + spare_bytes;
    const std::uint64_t free = io::free_bytes_beside(original);
    if (needed <= free) return;
    throw Error(Errc::io,
                world_.name() + ": compaction needs " + std::to_string(needed) +
                    " bytes beside the file, " + std::to_string(free) + " are free",
                ENOSPC);
}

void Successor::require_same_place() const {
    if (!has_name()) return;
    if (world_.file_id() != old_file_id_) {
        throw Error(Errc::invalid,
                    world_.name() + ": another file took its name during the compaction");
    }
    world_.local_file()->require_single_name(split_off);
}

/// The new file is opened as any other would open it before it gets the name.
void Successor::take_over() {
    const auto new_file = std::dynamic_pointer_cast<io::LocalFile>(file_);
    Found found = recover({new_file, new_file, world_.lock(), world_.source()->identity().reading});
    if (has_name()) take_name(world_, *replacement_, step_);
    world_.move_to(std::move(found));
    tell(CompactStep::moved);
}

}  // namespace dbdb::database
