#include "format/durable_note.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "hex.hpp"

namespace dbdb::format {

namespace {

static_assert(durable_note_bytes <= 512, "a note fits one sector");

const DurableNote sample = {.file_id = {0x0102030405060708, 0x1112131415161718},
                            .commit_id = 0x2122232425262728};

const std::string sample_bytes = test::without_spaces(
    "646264626e6f7465 0807060504030201 1817161514131211 2827262524232221 9469029e38c90048");

}  // namespace

TEST_CASE("a durable note is these bytes") { CHECK(test::to_hex(encode(sample)) == sample_bytes); }

TEST_CASE("a durable note is read back, whatever follows it in its page") {
    const auto bytes = encode(sample);
    std::vector<std::byte> page(4096, std::byte{0xFF});
    std::copy(bytes.begin(), bytes.end(), page.begin());

    CHECK(decode_durable_note(bytes, sample.file_id) == sample);
    CHECK(decode_durable_note(page, sample.file_id) == sample);
}

TEST_CASE("a durable note of another file says nothing") {
    CHECK_FALSE(decode_durable_note(encode(sample), {0x0102030405060708, 0}));
    CHECK_FALSE(decode_durable_note(encode(sample), {}));
}

TEST_CASE("a page of zeros is no durable note, whatever the file") {
    const std::vector<std::byte> page(4096);
    CHECK_FALSE(decode_durable_note(page, sample.file_id));
    CHECK_FALSE(decode_durable_note(page, {}));
}

TEST_CASE("no flipped bit of a durable note passes") {
    const auto bytes = encode(sample);
    for (std::size_t bit = 0; bit < 8 * durable_note_bytes; ++bit) {
        CAPTURE(bit);
        CHECK_FALSE(decode_durable_note(test::with_flipped_bit(bytes, bit), sample.file_id));
    }
}

TEST_CASE("no note that was cut short passes") {
    const auto bytes = encode(sample);
    for (std::size_t length = 0; length < durable_note_bytes; ++length) {
        CAPTURE(length);
        CHECK_FALSE(decode_durable_note(std::span(bytes).first(length), sample.file_id));
    }
}

TEST_CASE("a note torn between two commits says nothing") {
    const auto before = encode(sample);
    auto torn = encode(DurableNote{sample.file_id, sample.commit_id + 1});
    std::copy(before.begin() + 32, before.end(), torn.begin() + 32);
    CHECK_FALSE(decode_durable_note(torn, sample.file_id));
}

}  // namespace dbdb::format
