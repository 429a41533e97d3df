#include "format/keyspace_record.hpp"

#include <doctest/doctest.h>

#include "format/bookmark.hpp"
#include "format/commit_record.hpp"
#include "hex.hpp"

namespace dbdb::format {

namespace {

constexpr std::uint64_t leaf_offset = 0x9000;

Root root_at(std::uint64_t offset) {
    return {Ref::in_file(Address{offset}, 2, 0x6162636465666768), 0x71, 0x72};
}

KeyspaceRecord sample() {
    KeyspaceRecord record;
    record.options = {.compression = Compression::zstd,
                      .compression_level = -2,
                      .track_times = true,
                      .compression_bytes_min = 0x21222324,
                      .default_ttl_ms = 0x3132333435363738};
    record.entries = root_at(0x8008);
    record.deadlines = root_at(0x7000);
    record.tags = root_at(0x3000);
    return record;
}

std::string_view text_of(const auto& bytes) { return {bytes.data(), bytes.size()}; }

std::string hex_of(const auto& bytes) { return test::to_hex(std::as_bytes(std::span(bytes))); }

bool is_refused(const KeyspaceRecord& record) {
    return !decode_keyspace_record(text_of(encode(record)), leaf_offset).has_value();
}

}  // namespace

TEST_CASE("a keyspace's record is these bytes, and they are read back") {
    const KeyspaceRecordBytes bytes = encode(sample());
    CHECK(hex_of(bytes) ==
          test::without_spaces(
              "01 01 fe 01 24232221 3837363534333231"
              "0110000000000200 6867666564636261 7100000000000000 7200000000000000"
              "000e000000000200 6867666564636261 7100000000000000 7200000000000000"
              "0006000000000200 6867666564636261 7100000000000000 7200000000000000"));
    CHECK(decode_keyspace_record(text_of(bytes), leaf_offset) == sample());
    CHECK(decode_keyspace_record(text_of(encode(KeyspaceRecord{})), leaf_offset) ==
          KeyspaceRecord{});
}

TEST_CASE("a keyspace's root that cannot be true is refused, whichever of them it is") {
    for (std::size_t index = 0; index < 3; ++index) {
        CAPTURE(index);
        const auto refused = [&](const Root& root) {
            KeyspaceRecord record = sample();
            *record.trees().at(index) = root;
            return is_refused(record);
        };
        CHECK(refused(root_at(leaf_offset)));
        CHECK(refused(root_at(leaf_offset + 8)));
        CHECK(refused(root_at(8)));
        CHECK(refused({root_at(0x8000).ref, 0, 0x72}));
        CHECK(refused({{}, 1, 0}));
        CHECK(refused({{Ref::memory_mark | 0x1000, 1}, 1, 64}));
        CHECK(refused({{std::uint64_t{1} << 60 | 0x1000, 1}, 1, 64}));
        CHECK_FALSE(refused(root_at(leaf_offset - 8)));
    }
}

TEST_CASE("bytes that are no keyspace's record are refused") {
    const KeyspaceRecordBytes bytes = encode(sample());
    const auto with = [&](std::size_t index, char byte) {
        KeyspaceRecordBytes changed = bytes;
        changed.at(index) = byte;
        return decode_keyspace_record(text_of(changed), leaf_offset);
    };
    CHECK_FALSE(with(0, 2).has_value());  // A version that is not known.
    CHECK_FALSE(with(1, 2).has_value());  // A compression that is not known.
    CHECK_FALSE(with(3, 2).has_value());  // No bool.
    CHECK_FALSE(decode_keyspace_record({bytes.data(), bytes.size() - 1}, leaf_offset).has_value());
    CHECK_FALSE(decode_keyspace_record({}, leaf_offset).has_value());
}

TEST_CASE("a bookmark is these bytes, and they are read back") {
    const Bookmark bookmark{{0x25, Address{0x7000}, 0x3132333435363738}, -2};
    const BookmarkBytes bytes = encode(bookmark);
    CHECK(hex_of(bytes) ==
          "25000000000000000070000000000000"
          "3837363534333231"
          "feffffffffffffff");
    CHECK(decode_bookmark(text_of(bytes), leaf_offset) == bookmark);
    CHECK(decode_bookmark(text_of(encode(Bookmark{})), leaf_offset) == Bookmark{});
}

TEST_CASE("a bookmark of a commit that does not lie below it is refused") {
    const auto refused = [](const CommitLink& link) {
        return !decode_bookmark(text_of(encode(Bookmark{link, 0})), leaf_offset).has_value();
    };
    CHECK(refused({1, Address{leaf_offset - commit_record_bytes_min + 8}, 1}));
    CHECK(refused({0, Address{0x7000}, 1}));
    CHECK(refused({1, Address{0x7001}, 1}));
    CHECK(refused({1, Address{0x1000}, 1}));
    CHECK_FALSE(refused({1, Address{leaf_offset - commit_record_bytes_min}, 1}));
    CHECK_FALSE(decode_bookmark("short", leaf_offset).has_value());
}

}  // namespace dbdb::format
