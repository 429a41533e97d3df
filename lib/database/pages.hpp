/// The fixed pages at the front of a file: the durable note and the superblock slots.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "dbdb/file.hpp"
#include "dbdb/options.hpp"

#include "format/durable_note.hpp"
#include "format/superblock.hpp"
#include "transaction/slots.hpp"

namespace dbdb::database {

/// What the fixed pages of the file say.
struct Pages {
    std::array<format::Slot, format::all_slot_count> slots;
    transaction::SlotFingerprints fingerprints{};
    std::array<std::byte, format::durable_note_bytes> note{};
    bool has_moving_mark = false;
    CommitId noted_id = 0;  ///< Known to have been on disk.
};

/// Reads them from a file of `size` bytes, which may be cut off. Another process may be writing.
Pages read_pages(const File& file, std::uint64_t size);

inline bool is_valid(const format::Slot& slot) { return slot.state == format::SlotState::valid; }

/// Throws Error unless one of the slots that are written in turn is valid: not_a_database,
/// newer_format, or corrupt.
void require_database(const File& file, const Pages& pages, std::uint64_t size);

/// The index of the slot to trust first, and of the other one if it is valid and of the same file.
struct Order {
    unsigned newest = 0;
    std::optional<unsigned> older;
};

/// Of pages that `require_database` accepts.
Order order_of(const Pages& pages);

/// The database that `file` is of; none where it has no valid slot.
std::optional<format::DatabaseId> database_id_of(const File& file);

/// The bytes of a new, empty database, with ids of its own.
std::vector<std::byte> new_file();

/// The fixed pages of a new file of a database: both slots in turn say the same.
std::vector<std::byte> fixed_pages(const format::Superblock& superblock);

format::FileId new_file_id();

}  // namespace dbdb::database
