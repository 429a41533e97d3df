/// Damaged and forged commit records.
#include <optional>
#include <vector>

#include <doctest/doctest.h>

#include "commit_sample.hpp"
#include "format/byte_order.hpp"
#include "format/checksum.hpp"
#include "format/commit_record.hpp"
#include "hex.hpp"

namespace dbdb::format {

namespace {

using test::address;
using test::file_id;
using test::sample_link;
using test::sample_record;

/// The bytes of a hostile writer: changed, then given a right checksum.
struct Forgery {
    std::vector<std::byte> bytes = encode(sample_record(), file_id, address);

    void set(std::size_t offset, auto number) { store(bytes.data() + offset, number); }

    std::optional<CommitRecord> decoded() {
        const auto before_checksum = std::span(bytes).first(bytes.size() - 8);
        const std::uint64_t sum = checksum(before_checksum, checksum_seed(file_id, address, 0x26));
        store(bytes.data() + bytes.size() - 8, sum);
        return decode_commit_record(bytes, file_id, {0x26, address, sum});
    }
};

std::optional<CommitRecord> decoded_with(std::size_t offset, std::uint64_t number) {
    Forgery forgery;
    forgery.set(offset, number);
    return forgery.decoded();
}

}  // namespace

TEST_CASE("no flipped bit of a commit record passes") {
    const auto bytes = encode(sample_record(), file_id, address);
    const CommitLink link = sample_link();
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        CAPTURE(bit);
        CHECK_FALSE(decode_commit_record(test::with_flipped_bit(bytes, bit), file_id, link));
    }
}

TEST_CASE("no commit record that was cut short passes") {
    const auto bytes = encode(sample_record(), file_id, address);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(decode_commit_record(std::span(bytes).first(length), file_id, sample_link()));
    }
}

TEST_CASE("rule 3: a commit record passes only in its file, its place and its turn") {
    const auto bytes = encode(sample_record(), file_id, address);
    const CommitLink link = sample_link();
    const auto passes = [&](FileId file, CommitLink changed) {
        return decode_commit_record(bytes, file, changed).has_value();
    };

    CHECK(passes(file_id, link));
    CHECK_FALSE(passes({file_id.high, file_id.low + 1}, link));
    CHECK_FALSE(passes(file_id, {link.commit_id + 1, link.address, link.checksum}));
    CHECK_FALSE(passes(file_id, {link.commit_id, Address{0x9008}, link.checksum}));
    CHECK_FALSE(passes(file_id, {link.commit_id, link.address, link.checksum + 1}));
}

TEST_CASE("hostile lengths are refused although the checksum is right") {
    for (const std::uint32_t length : {0U, 8U, 200U, 0xD0U, 0xD9U, 0xE0U, 65752U, 0xFFFFFFF8U}) {
        CAPTURE(length);
        Forgery forgery;
        forgery.set(4, length);
        CHECK_FALSE(forgery.decoded());
    }
    for (const std::uint32_t message_bytes : {0U, 4U, 13U, 20U, 21U, 65537U, 0xFFFFFFFFU}) {
        CAPTURE(message_bytes);
        Forgery forgery;
        forgery.set(196, message_bytes);
        CHECK_FALSE(forgery.decoded());
    }
}

TEST_CASE("padding that is not zero is refused although the checksum is right") {
    Forgery forgery;
    forgery.set(206, std::uint8_t{1});
    CHECK_FALSE(forgery.decoded());
}

TEST_CASE("a forgery that changes nothing passes") { CHECK(Forgery{}.decoded()); }

TEST_CASE("a link to a place that cannot be is refused although the checksum is right") {
    for (const std::size_t link : {32, 56, 140}) {
        for (const std::uint64_t place :
             {0ULL, 8192ULL, 0x4004ULL, 0x8F70ULL, 0x9000ULL, 0x9008ULL, ~7ULL}) {
            CAPTURE(link);
            CAPTURE(place);
            CHECK_FALSE(decoded_with(link + 8, place));
        }
        for (const std::uint64_t id : {0ULL, 0x26ULL, 0x27ULL, ~0ULL}) {
            CAPTURE(link);
            CAPTURE(id);
            CHECK_FALSE(decoded_with(link, id));
        }
    }
}

TEST_CASE("a position or id that cannot be is refused although the checksum is right") {
    CHECK_FALSE(decoded_with(8, 0x25));
    CHECK_FALSE(decoded_with(16, 0));
    CHECK_FALSE(decoded_with(16, 1));
    CHECK_FALSE(decoded_with(16, 7));
    CHECK_FALSE(decoded_with(16, 8));
    CHECK_FALSE(decoded_with(16, 0x27));
}

TEST_CASE("a begin that cannot be is refused although the checksum is right") {
    for (const std::uint64_t begin : {0ULL, 8192ULL, 0x7801ULL, 0x9008ULL, ~7ULL}) {
        CAPTURE(begin);
        CHECK_FALSE(decoded_with(120, begin));
    }
    CHECK(decoded_with(120, to_offset(address)));
}

TEST_CASE("a root that cannot be is refused although the checksum is right") {
    const auto word = [](std::uint64_t offset) { return offset / record_alignment; };
    for (const std::size_t root : {164, 80}) {
        CAPTURE(root);
        CHECK_FALSE(decoded_with(root, 0));
        CHECK_FALSE(decoded_with(root, word(8192)));
        CHECK_FALSE(decoded_with(root, word(to_offset(address))));
        CHECK_FALSE(decoded_with(root, word(0x8000) | Ref::memory_mark));
        CHECK_FALSE(decoded_with(root, word(0x8000) | std::uint64_t{1} << 57));
        CHECK_FALSE(decoded_with(root, Ref::place_mask));
        CHECK_FALSE(decoded_with(root, std::uint64_t{1} << Ref::height_shift));
        CHECK(decoded_with(root, word(0x8000) | std::uint64_t{63} << Ref::height_shift));
        CHECK_FALSE(decoded_with(root, word(0x8000) | std::uint64_t{64} << Ref::height_shift));
        CHECK_FALSE(decoded_with(root + 16, 0));
    }
}

}  // namespace dbdb::format
