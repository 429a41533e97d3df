/// The superblock slots and the durable note of an open file, as its writer sees them.
///
/// At any time one of the two slots that are written in turn holds a commit that is surely on disk;
/// it is never touched. The other one is written with a newer commit, for one sync at a time; when
/// that has succeeded they change places. Commits without a sync are named in a slot of their own,
/// so they never wait for a sync that is under way.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "dbdb/file.hpp"
#include "dbdb/options.hpp"

#include "format/durable_note.hpp"
#include "format/superblock.hpp"
#include "metrics/activity.hpp"
#include "transaction/version.hpp"

namespace dbdb::transaction {

using SlotBytes = std::array<std::byte, format::superblock_bytes>;

/// A slot ends with its checksum, which tells one content from another.
inline constexpr std::size_t fingerprint_offset = format::superblock_bytes - sizeof(std::uint64_t);

/// That checksum.
std::uint64_t fingerprint_of(const SlotBytes& bytes);

using SlotFingerprints = std::array<std::uint64_t, format::all_slot_count>;

class Slots {
public:
    Slots(File& file,
          format::DatabaseId database_id,
          format::FileId file_id,
          metrics::Activity& activity);

    /// Goes on with the slots of a file that has taken this one's place. Only with the writer's
    /// turn, when nobody is about to sync.
    void move_to(File& file, format::FileId file_id);

    format::FileId file_id() const { return file_id_; }

    format::DatabaseId database_id() const { return database_id_; }

    /// Says which slot holds the newest commit that is surely on disk.
    void set_durable_slot(unsigned index) { durable_slot_ = index; }

    /// Writes `version` to the slot that may be lost. Only for the one who is about to sync.
    void write(const Version& version);

    /// The same for a version that was read from the file, where that slot may be all that names
    /// it: it is not revoked.
    void write_again(const Version& version) { put(1 - durable_slot_, bytes_of(version)); }

    /// Writes `version`, which both slots hold, again to the one that `write` does not write.
    void write_twin(const Version& version) { put(durable_slot_, bytes_of(version)); }

    /// What the slot of commits without a sync holds. Only with the writer's turn.
    SlotBytes unsynced() const;

    /// Writes `version` to it. When that fails it holds anything. Only with the writer's turn.
    void write_unsynced(const Version& version);

    /// Writes to it again what it held before; whether it holds that now.
    bool put_back_unsynced(const SlotBytes& bytes) noexcept;

    /// Makes that slot name nothing. Only with the writer's turn.
    void clear_unsynced();

    /// What `write` wrote last is on disk.
    void promote() {
        durable_slot_ = 1 - durable_slot_;
        written_.reset();
    }

    /// Makes the slot of the last `write` name nothing, if it was not promoted, as well as it goes.
    /// It is left damaged, so that who opens the file next knows that it may name a commit on disk.
    void revoke() noexcept;

    /// Notes on the side, without a sync, that `id` is on disk. A failure costs nothing.
    void note_durable(CommitId id) noexcept;

    /// Sees to it that no process appends below `offset`, where the file has been written already
    /// and a snapshot may read what nothing names any more. Not synced: snapshots end with the
    /// machine. A failure is ignored. Only with the lock between processes.
    void keep_up_to(std::uint64_t offset) noexcept;

    /// Up to where that was asked for; 0 where it makes no sense in a file of its length.
    std::uint64_t kept_end() const;

    /// Says whether another file may be taking this one's name. Only with the writer's turn.
    void write_moving_mark(bool is_moving);

    /// Takes slots that were read with these fingerprints for known.
    void know(const SlotFingerprints& fingerprints) noexcept;

    SlotFingerprints known() const noexcept;

    /// Whether somebody else has written a slot since they were known, or another file may have
    /// taken this one's name; reads `file`, the mapping.
    bool have_changed(const std::byte* file) const noexcept {
        // Each snapshot looks, and nearly always in vain: so there is one branch for all of it.
        static_assert(format::all_slot_count == 3);
        const std::uint64_t mark = load_word(file + format::moving_mark_offset);
        return (mark | news_in(file, 0) | news_in(file, 1) | news_in(file, 2)) != 0;
    }

private:
    static std::uint64_t load_word(const std::byte* place) {
        return __atomic_load_n(reinterpret_cast<const std::uint64_t*>(place), __ATOMIC_RELAXED);
    }

    /// As `file`, a mapping, shows it.
    static std::uint64_t fingerprint_in(const std::byte* file, unsigned index) {
        return load_word(file + format::slot_offset(index) + fingerprint_offset);
    }

    /// 0 when that is what is known.
    std::uint64_t news_in(const std::byte* file, unsigned index) const noexcept {
        const std::uint64_t seen = fingerprint_in(file, index);
        return seen ^ known_[index].load(std::memory_order_relaxed);
    }

    SlotBytes bytes_of(const Version& version) const;
    void write_at(std::uint64_t offset, std::span<const std::byte> bytes);
    void put(unsigned index, const SlotBytes& bytes);
    void put_back(unsigned index, const SlotBytes& bytes) noexcept;

    File* file_;
    metrics::Activity& activity_;
    std::shared_ptr<const Mapping> front_;  ///< The fixed pages, for the writer.
    format::DatabaseId database_id_;
    format::FileId file_id_;
    unsigned durable_slot_ = 0;
    std::optional<SlotBytes> written_;  ///< By `write`, and not promoted yet.
    std::array<std::atomic<std::uint64_t>, format::all_slot_count> known_{};
};

}  // namespace dbdb::transaction
