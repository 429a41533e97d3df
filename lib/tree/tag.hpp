/// The tag of a record in memory that any thread reads while another may be writing it.
///
/// It holds the place of the branch that the record stands for (bits 0..43) and, above it, a number
/// that is new each time the record is written. The words of a record are read in any state; only
/// when its tag is the same before and after has what was read been one record.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "format/ref.hpp"

namespace dbdb::tree {

inline constexpr unsigned place_bits = 44;
inline constexpr std::uint64_t place_mask = (std::uint64_t{1} << place_bits) - 1;
static_assert(format::file_bytes_max / format::record_alignment <= place_mask + 1);

constexpr std::uint64_t place_of(std::uint64_t offset) { return offset / format::record_alignment; }

class Tag {
public:
    std::uint64_t load() const { return word_.load(std::memory_order_acquire); }

    /// Whether a record with the tag `seen` stands for the branch at `offset`.
    static bool names(std::uint64_t seen, std::uint64_t offset) {
        return (seen & place_mask) == place_of(offset);
    }

    /// Whether nobody has written the record since `load`; what was read is of it then. All its
    /// words are read with `acquire`.
    bool is_still(std::uint64_t seen) const {
        return word_.load(std::memory_order_relaxed) == seen;
    }

    /// Whether a search with a key of this `chance`, which is any byte, is to make the record anew:
    /// each where there is none, of many few where another record must give way.
    bool is_to_be_made(std::uint8_t chance) const {
        const std::uint64_t place = word_.load(std::memory_order_relaxed) & place_mask;
        return place == void_place || (place != being_written && chance % 16 == 0);
    }

    /// Takes the record for writing, with `release`; the number for `end_write`. Empty when another
    /// thread was faster.
    std::optional<std::uint64_t> begin_write() {
        std::uint64_t before = word_.load(std::memory_order_relaxed);
        if ((before & place_mask) == being_written) return std::nullopt;
        const std::uint64_t number = next_number(before);
        if (!word_.compare_exchange_strong(
                before, number | being_written, std::memory_order_acquire)) {
            return std::nullopt;
        }
        return number;
    }

    /// Shows the record, for the branch at `offset`, unless it was to be forgotten meanwhile.
    void end_write(std::uint64_t number, std::uint64_t offset) {
        std::uint64_t before = number | being_written;
        if (word_.compare_exchange_strong(
                before, number | place_of(offset), std::memory_order_release)) {
            return;
        }
        word_.store(next_number(before) | void_place, std::memory_order_release);
    }

    /// Forgets the record if it stands for a branch from `begin` on, or may be about to.
    void forget_from(std::uint64_t begin) {
        std::uint64_t before = word_.load(std::memory_order_relaxed);
        for (;;) {
            const std::uint64_t place = before & place_mask;
            if (place != being_written && place < place_of(begin)) return;
            const std::uint64_t after = place == being_written ? being_written : void_place;
            if (word_.compare_exchange_weak(before, next_number(before) | after)) return;
        }
    }

private:
    /// Places that no branch has.
    static constexpr std::uint64_t void_place = 0;
    static constexpr std::uint64_t being_written = 1;

    static constexpr std::uint64_t next_number(std::uint64_t tag) { return (tag | place_mask) + 1; }

    std::atomic<std::uint64_t> word_;
};

static_assert(sizeof(Tag) == sizeof(std::uint64_t));

}  // namespace dbdb::tree
