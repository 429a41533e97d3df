#include "format/superblock.hpp"

#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include "format/byte_order.hpp"
#include "format/checksum.hpp"
#include "hex.hpp"

namespace dbdb::format {

namespace {

using Bytes = std::array<std::byte, superblock_bytes>;

static_assert(superblock_bytes <= 512, "a slot's content fits one sector");
static_assert(durable_note_offset == 0 && slot_offset(unsynced_slot) == 1024);
static_assert(slot_offset(0) == 4096 && slot_offset(1) == 8192 && records_begin == 12288);

const Superblock sample = {
    .database_id = {0x0102030405060708, 0x1112131415161718},
    .file_id = {0x2122232425262728, 0x3132333435363738},
    .commit = {.commit_id = 0x41, .address = Address{0x5000}, .checksum = 0x6162636465666768},
    .tail = 0x7000};

const std::string sample_bytes = test::without_spaces(
    "646264620d0a1a0a 01000000 00000000"
    "0807060504030201 1817161514131211"
    "2827262524232221 3837363534333231"
    "4100000000000000 0050000000000000 6867666564636261"
    "0070000000000000 08b4f680e600fe6d");

/// The checksum, made right again after a change: what a hostile or newer writer would write.
Bytes resealed(Bytes bytes) {
    constexpr std::uint64_t seed = 0x746F6C7362646264;
    store(bytes.data() + 80, checksum(std::span(bytes).first(80), seed));
    return bytes;
}

Bytes with_number(std::size_t offset, auto number) {
    Bytes bytes = encode(sample);
    store(bytes.data() + offset, number);
    return bytes;
}

bool is_version_bit(std::size_t bit) { return bit >= 64 && bit < 96; }

SlotState expected_after_flip(std::size_t bit) {
    if (bit < 64) return SlotState::not_a_database;
    return is_version_bit(bit) && bit != 64 ? SlotState::newer_format : SlotState::damaged;
}

}  // namespace

TEST_CASE("a superblock is these bytes") { CHECK(test::to_hex(encode(sample)) == sample_bytes); }

TEST_CASE("an encoded superblock is valid and read back") {
    const Slot slot = decode_slot(encode(sample));
    CHECK(slot.state == SlotState::valid);
    CHECK(slot.is_intact);
    CHECK(slot.superblock == sample);
}

TEST_CASE("a new file's superblock names no commit") {
    const Slot slot = decode_slot(encode(Superblock{}));
    CHECK(slot.state == SlotState::valid);
    CHECK(slot.superblock.commit.is_none());
    CHECK(slot.superblock.tail == records_begin);
}

TEST_CASE("what follows a superblock in its slot does not matter") {
    const Bytes bytes = encode(sample);
    std::vector<std::byte> page(page_bytes, std::byte{0xFF});
    std::copy(bytes.begin(), bytes.end(), page.begin());
    CHECK(decode_slot(page).state == SlotState::valid);
}

TEST_CASE("rule 2: no flipped bit of a superblock passes") {
    const Bytes bytes = encode(sample);
    for (std::size_t bit = 0; bit < 8 * superblock_bytes; ++bit) {
        CAPTURE(bit);
        const Slot slot = decode_slot(test::with_flipped_bit(bytes, bit));
        CHECK(slot.state == expected_after_flip(bit));
        CHECK_FALSE(slot.is_intact);
    }
}

TEST_CASE("rule 2: a slot torn between two superblocks at any 8 bytes is damaged") {
    Superblock next = sample;
    next.commit = {.commit_id = 0x142, .address = Address{0x7000}, .checksum = 0x99};
    next.tail = 0x8000;
    const Bytes before = encode(sample);
    const Bytes after = encode(next);
    for (unsigned kept = 1; kept < 31; ++kept) {  // One bit for each of the 5 words that differ.
        CAPTURE(kept);
        Bytes torn = before;
        for (std::size_t word = 0; word < 5; ++word) {
            const std::size_t offset = 48 + 8 * word;
            if ((kept >> word & 1) == 0) continue;
            std::copy_n(after.begin() + offset, 8, torn.begin() + offset);
        }
        CHECK(decode_slot(torn).state == SlotState::damaged);
    }
}

TEST_CASE("a superblock that was cut short is damaged, or not known to be ours") {
    const Bytes bytes = encode(sample);
    CHECK(decode_slot({}).state == SlotState::blank);
    for (std::size_t length = 1; length < superblock_bytes; ++length) {
        CAPTURE(length);
        const Slot slot = decode_slot(std::span(bytes).first(length));
        CHECK(slot.state == (length < 8 ? SlotState::not_a_database : SlotState::damaged));
    }
}

TEST_CASE("a slot of zeros is blank") {
    CHECK(decode_slot(std::vector<std::byte>(page_bytes)).state == SlotState::blank);
}

TEST_CASE("rule 27: bytes of another kind are not a database") {
    CHECK(decode_slot(std::vector<std::byte>(page_bytes, std::byte{0x20})).state ==
          SlotState::not_a_database);
}

TEST_CASE("a transfer that changed line ends is noticed") {
    Bytes bytes = encode(sample);
    std::copy(bytes.begin() + 5, bytes.end(), bytes.begin() + 4);
    CHECK(decode_slot(bytes).state == SlotState::not_a_database);
}

TEST_CASE("a newer version is reported, whether or not its checksum is known") {
    const Slot unknown = decode_slot(with_number(8, std::uint32_t{7}));
    const Slot known = decode_slot(resealed(with_number(8, std::uint32_t{7})));

    CHECK(unknown.state == SlotState::newer_format);
    CHECK_FALSE(unknown.is_intact);
    CHECK(unknown.superblock.format_version == 7);
    CHECK(known.state == SlotState::newer_format);
    CHECK(known.is_intact);
}

TEST_CASE("a feature flag that is not known is a newer format when the slot is intact") {
    const Slot slot = decode_slot(resealed(with_number(12, std::uint32_t{0x80})));
    CHECK(slot.state == SlotState::newer_format);
    CHECK(slot.superblock.feature_flags == 0x80);
    CHECK(decode_slot(with_number(12, std::uint32_t{0x80})).state == SlotState::damaged);
}

TEST_CASE("a superblock with a right checksum but a place that cannot be is damaged") {
    const auto state = [](std::size_t offset, std::uint64_t number) {
        return decode_slot(resealed(with_number(offset, number))).state;
    };
    for (const std::uint64_t address : {0ULL, 8192ULL, 0x5004ULL, 0x6FF8ULL, 0x7000ULL, ~7ULL}) {
        CAPTURE(address);
        CHECK(state(56, address) == SlotState::damaged);
    }
    for (const std::uint64_t tail : {0ULL, 0x5000ULL, 0x7001ULL, (1ULL << 47) + 8, ~7ULL}) {
        CAPTURE(tail);
        CHECK(state(72, tail) == SlotState::damaged);
    }
    CHECK(state(48, 0) == SlotState::damaged);
    CHECK(decode_slot(resealed(with_number(8, std::uint32_t{0}))).state == SlotState::damaged);
}

TEST_CASE("rule 28: a superblock that would not be read back is not encoded") {
    Superblock superblock = sample;
    SUBCASE("with its commit behind the tail") { superblock.tail = 0x5000; }
    SUBCASE("with a commit but no place for it") { superblock.commit.address = Address{0}; }
    SUBCASE("of a newer version") { superblock.format_version = 2; }
    SUBCASE("with a feature that is not known") { superblock.feature_flags = 1; }
    CHECK_THROWS_AS(encode(superblock), std::logic_error);
}

}  // namespace dbdb::format
