/// Where things lie in the file. Byte layout: lib/FORMAT.md, "File map".
#pragma once

#include <cstddef>
#include <cstdint>

#include "dbdb/range.hpp"

#include "format/ref.hpp"

namespace dbdb::format {

/// A page for what is written without a sync of its own, then a page for each of the two slots
/// that are written in turn, then the records: no write to one of them can tear another. Who copies
/// the file from front to back reads the note first, so a copy never claims more than it has.
inline constexpr std::uint64_t page_bytes = 4096;
inline constexpr std::uint64_t durable_note_offset = 0;
inline constexpr std::uint64_t records_begin = 3 * page_bytes;

/// Slots 0 and 1 are written in turn, each with a sync.
inline constexpr unsigned slot_count = 2;

/// Slot 2 names a commit that was not synced; losing it loses no promise.
inline constexpr unsigned unsynced_slot = 2;
inline constexpr unsigned all_slot_count = 3;

/// Directly behind the unsynced slot, in the same cache line as its end: a word that is not zero
/// while another file is about to take this one's name, or has. It only says where to look: at the
/// name. Whoever finds it wrong, after a crash, has looked for nothing.
inline constexpr std::uint64_t moving_mark_offset = page_bytes / 4 + 88;

/// Behind that a byte offset: records are not appended below it. What lies there is named by
/// nothing, but a snapshot of some process may still read it.
inline constexpr std::uint64_t kept_end_offset = moving_mark_offset + 8;

/// `index` is less than `all_slot_count`.
constexpr std::uint64_t slot_offset(unsigned index) {
    return index == unsynced_slot ? page_bytes / 4 : (1 + index) * page_bytes;
}

/// Whether a record of at least `bytes_min` bytes can begin at `address` and end at or before
/// `limit`, a byte offset. No address in a hostile file passes that would make us read outside.
constexpr bool is_place_for_record(Address address, std::uint64_t bytes_min, std::uint64_t limit) {
    const std::uint64_t offset = to_offset(address);
    return limit <= file_bytes_max && offset % record_alignment == 0 && offset >= records_begin &&
           offset <= limit && bytes_min <= limit - offset;
}

/// Whether `root` can be named from a record at byte `limit`: empty in every respect, or a node in
/// the file below it. Says nothing about the bytes there.
constexpr bool is_sound_root(const Root& root, std::uint64_t limit) {
    if (root.is_empty()) return root == Root{};
    return root.ref.word < Ref::memory_mark && root.height() < detail::tree_height_max &&
           root.count != 0 &&
           is_place_for_record(Address{root.ref.offset()}, record_alignment, limit);
}

}  // namespace dbdb::format
