#include "format/commit_record.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "commit_sample.hpp"
#include "format/byte_order.hpp"
#include "format/checksum.hpp"
#include "hex.hpp"

namespace dbdb::format {

namespace {

using test::address;
using test::file_id;
using test::sample_link;
using test::sample_record;

static_assert(commit_record_bytes_min == 152 && commit_record_bytes_max == 65744);
static_assert(commit_record_bytes(0, 1) == 160 && commit_record_bytes(0, 8) == 160);
static_assert(commit_record_bytes(second_parent_part, 0) == 176);
static_assert(commit_record_bytes(catalog_part, 0) == 184);

constexpr std::size_t parts_offset = 136;

const std::string sample_bytes = test::without_spaces(
    "434d4954 d8000000 2600000000000000 0600000000000000 feffffffffffffff"
    "2500000000000000 0070000000000000 3837363534333231"
    "2200000000000000 0040000000000000 4847464544434241"
    "2010000000000400 8887868584838281 9100000000000000 9200000000000000"
    "a100000000000000 0078000000000000 b8b7b6b5b4b3b2b1 03000000"
    "2400000000000000 0060000000000000 5857565554535251"
    "0010000000000300 6867666564636261 7100000000000000 7200000000000000"
    "05000000 6669727374 000000 041f0a597262298d");

/// The record as most are: without a second parent, catalog or message.
CommitRecord plain_record() {
    CommitRecord record = sample_record();
    record.second_parent = {};
    record.catalog = {};
    record.message.clear();
    return record;
}

/// What is read of `bytes` in the place of the sample once their checksum is right again.
std::optional<CommitRecord> read_again(std::vector<std::byte> bytes) {
    const std::size_t before_checksum = bytes.size() - sizeof(std::uint64_t);
    const std::uint64_t sum =
        checksum(std::span(bytes).first(before_checksum), checksum_seed(file_id, address, 0x26));
    store(bytes.data() + before_checksum, sum);
    return decode_commit_record(bytes, file_id, {0x26, address, sum});
}

}  // namespace

TEST_CASE("a commit record is these bytes") {
    CHECK(test::to_hex(encode(sample_record(), file_id, address)) == sample_bytes);
}

TEST_CASE("a commit record holds a second parent and a catalog only where there are some") {
    const auto plain = encode(plain_record(), file_id, address);
    CHECK(plain.size() == commit_record_bytes_min);
    CHECK(read_again(plain) == plain_record());

    CommitRecord record = plain_record();
    record.second_parent = sample_record().second_parent;
    CHECK(encode(record, file_id, address).size() == plain.size() + second_parent_bytes);
    CHECK(read_again(encode(record, file_id, address)) == record);
    record = plain_record();
    record.catalog = sample_record().catalog;
    CHECK(encode(record, file_id, address).size() == plain.size() + catalog_bytes);
    CHECK(read_again(encode(record, file_id, address)) == record);
}

TEST_CASE("a commit record with parts that are unknown, missing or zero is refused") {
    const auto plain = encode(plain_record(), file_id, address);
    for (std::uint32_t parts = 1; parts < 16; ++parts) {
        CAPTURE(parts);
        auto bytes = plain;
        store(bytes.data() + parts_offset, parts);
        CHECK_FALSE(read_again(bytes));
        bytes.insert(bytes.begin() + parts_offset + 4,
                     commit_record_bytes(parts, 0) - plain.size(),
                     std::byte{0});
        store(bytes.data() + 4, static_cast<std::uint32_t>(bytes.size()));
        CHECK_FALSE(read_again(bytes));
    }
}

TEST_CASE("a commit record is read back by its link, whatever follows it") {
    auto bytes = encode(sample_record(), file_id, address);
    CHECK(decode_commit_record(bytes, file_id, sample_link()) == sample_record());

    bytes.resize(bytes.size() + 100, std::byte{0xFF});
    CHECK(decode_commit_record(bytes, file_id, sample_link()) == sample_record());
}

TEST_CASE("the first commit of a file has no links and may have no entries") {
    const CommitRecord first = {.id = 1, .position = 1, .begin = Address{records_begin}};
    const Address place{records_begin};
    const auto bytes = encode(first, file_id, place);
    CHECK(decode_commit_record(bytes, file_id, link_to(first, place, bytes)) == first);
}

TEST_CASE("messages of every length to 64 bytes, and of any bytes, are read back") {
    CommitRecord record = sample_record();
    record.message.clear();
    for (int length = 0; length <= 64; ++length) {
        CAPTURE(length);
        const auto bytes = encode(record, file_id, address);
        CHECK(bytes.size() % record_alignment == 0);
        const CommitLink link = link_to(record, address, bytes);
        CHECK(decode_commit_record(bytes, file_id, link) == record);
        record.message += static_cast<char>(length * 7);
    }
}

TEST_CASE("a message of 65,535 bytes is kept, one byte more is refused") {
    CommitRecord record = sample_record();
    record.message.assign(commit_message_bytes_max, 'm');
    const auto bytes = encode(record, file_id, address);
    CHECK(bytes.size() == commit_record_bytes_max);
    CHECK(decode_commit_record(bytes, file_id, link_to(record, address, bytes)) == record);

    record.message += 'm';
    CHECK_THROWS_AS(encode(record, file_id, address), std::length_error);
    CHECK_FALSE(is_sound(record, address));
}

TEST_CASE("a record's length is known from its first 8 bytes") {
    const auto bytes = encode(sample_record(), file_id, address);
    CHECK(commit_record_length(std::span(bytes).first(8)) == bytes.size());
    CHECK_FALSE(commit_record_length(std::span(bytes).first(7)));
    CHECK_FALSE(commit_record_length(std::span(bytes).subspan(8)));
}

TEST_CASE("rule 28: a commit record that would not be read back is not encoded") {
    CommitRecord record = sample_record();
    SUBCASE("with a root in memory") { record.catalog.ref.word |= Ref::memory_mark; }
    SUBCASE("with a root behind it") {
        record.default_keyspace.ref = Ref::in_file(Address{0x9000}, 0, 1);
    }
    SUBCASE("with entries but no root") { record.catalog.ref = {}; }
    SUBCASE("without the commit before it") { record.previous = {}; }
    SUBCASE("without its jump") { record.jump = {}; }
    SUBCASE("with a jump where none belongs") { record.position = 7; }
    SUBCASE("with another jump than to the one before") { record.position = 5; }
    SUBCASE("with a jump not before the one before") { record.jump = record.previous; }
    SUBCASE("with a number that is not later") { record.id = 0x25; }
    CHECK_THROWS_AS(encode(record, file_id, address), std::logic_error);
}

TEST_CASE("a commit record ends below the end of all files") {
    CHECK_FALSE(is_sound(sample_record(), Address{file_bytes_max - 208}));
    CHECK(is_sound(sample_record(), Address{file_bytes_max - 216}));
    CHECK_FALSE(is_sound(sample_record(), Address{0x9004}));
}

TEST_CASE("the sum over what a commit appended is bound to its file, place and turn") {
    const std::uint64_t seed = appended_seed(file_id, Address{0x7800}, 0x26);
    CHECK(seed != appended_seed({}, Address{0x7800}, 0x26));
    CHECK(seed != appended_seed(file_id, Address{0x7808}, 0x26));
    CHECK(seed != appended_seed(file_id, Address{0x7800}, 0x27));
}

}  // namespace dbdb::format
