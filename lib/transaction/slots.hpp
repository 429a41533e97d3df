/// The superblock slots and the durable note of an open file, as its writer sees them.
///
/// At any time one slot holds a commit that is surely on disk; it is never touched. The other one
/// is written with newer commits until a sync has succeeded; then they change places.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "dbdb/file.hpp"
#include "dbdb/options.hpp"

#include "format/durable_note.hpp"
#include "format/superblock.hpp"
#include "transaction/version.hpp"

namespace dbdb::transaction {

using SlotBytes = std::array<std::byte, format::superblock_bytes>;

/// A slot ends with its checksum, which tells one content from another.
std::uint64_t fingerprint_of(const SlotBytes& bytes);

using SlotFingerprints = std::array<std::uint64_t, format::slot_count>;

class Slots {
public:
    Slots(File& file, format::DatabaseId database_id, format::FileId file_id);

    format::FileId file_id() const { return file_id_; }

    format::DatabaseId database_id() const { return database_id_; }

    /// Says which slot holds the newest commit that is surely on disk.
    void set_durable_slot(unsigned index) { durable_slot_ = index; }

    /// Writes `version` to the slot that may be lost.
    void write(const Version& version);

    /// What `write` wrote last is on disk.
    void promote() {
        durable_slot_ = 1 - durable_slot_;
        replaced_.reset();
    }

    /// Puts back what the last `write` replaced, if it was not promoted, as well as it goes.
    void restore() noexcept;

    /// Notes on the side, without a sync, that `id` is on disk. A failure costs nothing.
    void note_durable(CommitId id) noexcept;

    /// Takes slots that were read with these fingerprints for known.
    void know(const SlotFingerprints& fingerprints) noexcept;

    /// Whether somebody else has written a slot since they were known; reads `file`, the mapping.
    bool have_changed(const std::byte* file) const noexcept;

private:
    void put(unsigned index, const SlotBytes& bytes);

    File& file_;
    format::DatabaseId database_id_;
    format::FileId file_id_;
    unsigned durable_slot_ = 0;
    std::optional<SlotBytes> replaced_;
    std::array<std::atomic<std::uint64_t>, format::slot_count> known_{};
};

}  // namespace dbdb::transaction
