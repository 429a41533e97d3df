/// Where things lie in the file. Byte layout: lib/FORMAT.md, "File map".
#pragma once

#include <cstddef>
#include <cstdint>

#include "format/ref.hpp"

namespace dbdb::format {

/// The two superblock slots, the durable note and the first records each begin a page of their own,
/// so that no write to one of them can tear another.
inline constexpr std::uint64_t slot_bytes = 4096;
inline constexpr unsigned slot_count = 2;
inline constexpr std::uint64_t durable_note_offset = slot_count * slot_bytes;
inline constexpr std::uint64_t records_begin = durable_note_offset + slot_bytes;

/// `index` is 0 or 1.
constexpr std::uint64_t slot_offset(unsigned index) { return index * slot_bytes; }

/// Whether a record of at least `bytes_min` bytes can begin at `address` and end at or before
/// `limit`, a byte offset. No address in a hostile file passes that would make us read outside.
constexpr bool is_place_for_record(Address address, std::uint64_t bytes_min, std::uint64_t limit) {
    const std::uint64_t offset = to_offset(address);
    return limit <= file_bytes_max && offset % record_alignment == 0 && offset >= records_begin &&
           offset <= limit && bytes_min <= limit - offset;
}

}  // namespace dbdb::format
