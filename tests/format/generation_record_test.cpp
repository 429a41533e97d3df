#include "format/generation_record.hpp"

#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "format/byte_order.hpp"
#include "format/checksum.hpp"
#include "hex.hpp"

namespace dbdb::format {

namespace {

/// Of an increment.
const GenerationRecord sample = {
    .id = 0x0102030405060708,
    .parent = 0x0102030405060707,
    .parent_checksum = 0x1112131415161718,
    .time_ns = 0x2122232425262728,
    .begin = 0x3000,
    .contents = 0x3132333435363738,
    .superblock = {.database_id = {0x4142434445464748, 0x5152535455565758},
                   .file_id = {0x6162636465666768, 0x7172737475767778},
                   .commit = {.commit_id = 0x0A, .address = Address{0x3100}, .checksum = 0x0B},
                   .tail = 0x4000}};

}  // namespace

TEST_CASE("a generation record is these bytes") {
    const auto bytes = encode(sample);
    CHECK(test::to_hex(std::span(bytes).first(64)) ==
          test::without_spaces("6462646267656e65 01000000 00000000 0807060504030201 "
                               "0707060504030201 1817161514131211 2827262524232221 "
                               "0030000000000000 3837363534333231"));
    const auto superblock = encode(sample.superblock);
    CHECK(test::to_hex(std::span(bytes).subspan(64, superblock_bytes)) == test::to_hex(superblock));
    CHECK(test::to_hex(std::span(bytes).last(8)) == "8169d78a7dfb00ff");
}

TEST_CASE("a generation record is read back") {
    CHECK(decode_generation_record(encode(sample)) == sample);
    GenerationRecord whole = sample;
    whole.parent = whole.parent_checksum = whole.begin = 0;
    CHECK(decode_generation_record(encode(whole)) == whole);
}

TEST_CASE("no flipped bit of a generation record passes") {
    const auto bytes = encode(sample);
    for (std::size_t bit = 0; bit < 8 * generation_record_bytes; ++bit) {
        CAPTURE(bit);
        CHECK_FALSE(decode_generation_record(test::with_flipped_bit(bytes, bit)));
    }
}

TEST_CASE("no generation record that was cut short passes") {
    const auto bytes = encode(sample);
    for (std::size_t length = 0; length < generation_record_bytes; ++length)
        CHECK_FALSE(decode_generation_record(std::span(bytes).first(length)));
}

TEST_CASE("of a generation record of a newer format there is the version") {
    auto bytes = encode(sample);
    bytes[8] = std::byte{2};
    const auto covered = std::span(bytes).first(generation_record_bytes - 8);
    store(bytes.data() + covered.size(), checksum(covered, 0x656E656762646264));

    const auto record = decode_generation_record(bytes);

    REQUIRE(record);
    CHECK(*record == GenerationRecord{.format_version = 2});
}

TEST_CASE("a generation record that contradicts itself is not written") {
    GenerationRecord record = sample;
    SUBCASE("without a number") { record.id = record.parent = 0; }
    SUBCASE("that builds on itself") { record.parent = record.id; }
    SUBCASE("that builds on none and begins behind the pages") { record.parent = 0; }
    SUBCASE("that begins within the pages") { record.begin = 0x2000; }
    SUBCASE("that ends where it begins") { record.begin = record.superblock.tail; }
    SUBCASE("of a newer format") { record.format_version = 2; }
    CHECK_THROWS_AS(encode(record), std::logic_error);
}

}  // namespace dbdb::format
