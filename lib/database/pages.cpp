#include "database/pages.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <string>

#include "dbdb/error.hpp"
#include "dbdb/version.hpp"

#include "format/bytes.hpp"
#include "io/random.hpp"

namespace dbdb::database {

using format::Slot;
using format::SlotState;
using format::Superblock;

namespace {

std::span<const std::byte> read_up_to(const File& file,
                                      std::uint64_t size,
                                      std::uint64_t offset,
                                      std::span<std::byte> target) {
    if (offset >= size) return {};
    const auto part = target.first(std::min<std::uint64_t>(target.size(), size - offset));
    file.read_at(offset, part);
    return part;
}

[[noreturn]] void refuse_newer(const File& file, const Superblock& superblock) {
    throw Error(Errc::newer_format,
                file.name() + ": format " + std::to_string(superblock.format_version) +
                    ", this library knows formats up to " + std::to_string(file_format_version) +
                    "; use a newer dbdb");
}

template <typename Id>
Id random_id() {
    return std::bit_cast<Id>(io::random_bits());
}

/// More changes than any writer makes while a page is read.
constexpr int slot_reads_max = 100;

/// While another process writes the slot it may look torn. Then it is read again, until it is twice
/// the same: so stays only what a crash has torn. A blank one is not torn: zeros are what it held,
/// or what it is to hold.
format::Slot read_slot(const File& file,
                       std::uint64_t size,
                       unsigned index,
                       transaction::SlotBytes& bytes) {
    const std::uint64_t offset = format::slot_offset(index);
    for (int left = slot_reads_max;; --left) {
        const transaction::SlotBytes before = bytes;
        const Slot slot = format::decode_slot(read_up_to(file, size, offset, bytes));
        const bool is_first = left == slot_reads_max;
        const bool is_torn = !is_valid(slot) && slot.state != SlotState::blank;
        if (!is_torn || left == 0 || (!is_first && bytes == before)) return slot;
    }
}

}  // namespace

/// The note goes first: while another process commits it must not seem ahead of the slots.
Pages read_pages(const File& file, std::uint64_t size) {
    Pages pages;
    std::array<std::byte, format::moving_mark_offset + sizeof(std::uint64_t)> front{};
    read_up_to(file, size, 0, front);
    std::copy_n(front.begin() + format::durable_note_offset, pages.note.size(), pages.note.begin());
    const std::byte* const mark = front.data() + format::moving_mark_offset;
    pages.has_moving_mark = format::load<std::uint64_t>(mark) != 0;
    for (unsigned index = 0; index < format::all_slot_count; ++index) {
        transaction::SlotBytes bytes{};
        pages.slots[index] = read_slot(file, size, index, bytes);
        pages.fingerprints[index] = transaction::fingerprint_of(bytes);
    }
    return pages;
}

void require_database(const File& file, const Pages& pages, std::uint64_t size) {
    const std::span in_turn = std::span(pages.slots).first<format::slot_count>();
    const auto has = [&](SlotState state) {
        return std::ranges::any_of(in_turn, [&](const Slot& slot) { return slot.state == state; });
    };
    for (const Slot& slot : in_turn) {
        if (slot.state != SlotState::newer_format) continue;
        if (slot.is_intact || !has(SlotState::valid)) refuse_newer(file, slot.superblock);
    }
    if (has(SlotState::valid) && size >= format::records_begin) return;
    if (has(SlotState::valid)) {
        throw Error(Errc::corrupt, file.name() + ": cut off at byte " + std::to_string(size));
    }
    if (has(SlotState::damaged)) {
        throw Error(Errc::corrupt, file.name() + ": both superblock slots are damaged");
    }
    throw Error(Errc::not_a_database, file.name() + ": has no superblock; left as it is");
}

Order order_of(const Pages& pages) {
    const auto id = [&](unsigned index) { return pages.slots[index].superblock.commit.commit_id; };
    if (!is_valid(pages.slots[1])) return {0, std::nullopt};
    if (!is_valid(pages.slots[0])) return {1, std::nullopt};
    const unsigned newest = id(1) > id(0) ? 1 : 0;
    const bool is_same_file =
        pages.slots[0].superblock.file_id == pages.slots[1].superblock.file_id;
    return {newest, is_same_file ? std::optional(1 - newest) : std::nullopt};
}

std::optional<format::DatabaseId> database_id_of(const File& file) {
    const Pages pages = read_pages(file, file.size());
    const Slot& slot = pages.slots[order_of(pages).newest];
    return is_valid(slot) ? std::optional(slot.superblock.database_id) : std::nullopt;
}

std::vector<std::byte> new_file() {
    Superblock superblock;
    superblock.database_id = random_id<format::DatabaseId>();
    superblock.file_id = new_file_id();
    return fixed_pages(superblock);
}

format::FileId new_file_id() { return random_id<format::FileId>(); }

std::vector<std::byte> fixed_pages(const Superblock& superblock) {
    const auto slot = encode(superblock);
    const auto note = encode(format::DurableNote{superblock.file_id, superblock.commit.commit_id});
    std::vector<std::byte> bytes(format::records_begin);
    for (unsigned index = 0; index < format::slot_count; ++index) {
        std::ranges::copy(slot, bytes.begin() + format::slot_offset(index));
    }
    std::ranges::copy(note, bytes.begin() + format::durable_note_offset);
    return bytes;
}

}  // namespace dbdb::database
