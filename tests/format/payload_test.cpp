#include "format/payload.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "dbdb/options.hpp"

#include "hex.hpp"

namespace dbdb::format {

namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t leaf_offset = 0x9000;

std::string payload_of(const Attributes& attributes, const auto& value) {
    std::vector<std::byte> bytes;
    write_payload(bytes, attributes, value);
    return std::string(as_text(bytes.data(), bytes.size()));
}

std::string hex_of(std::string_view bytes) { return test::to_hex({as_bytes(bytes), bytes.size()}); }

const BlobRef sample_blob{0x3000, 0x1388, 0x0102030405060708};

const std::string sample_tags = tag_list_of(std::vector{"red"sv, "a\0"sv, "red"sv});

Attributes sample() {
    return {0x1112131415161718,
            EntryTimes{0x2122232425262728, 0x3132333435363738},
            TagList(sample_tags),
            "text/x"};
}

}  // namespace

TEST_CASE("a payload is these bytes: attributes in the order of their bits, then the value") {
    CHECK(hex_of(payload_of({.deadline_ms = -2}, "v"sv)) ==
          test::without_spaces("02 feffffffffffffff 76"));
    CHECK(hex_of(payload_of(sample(), "v"sv)) ==
          test::without_spaces("1e 1817161514131211 2827262524232221 3837363534333231"
                               "0700 02 6100 03 726564 06 746578742f78 76"));
    CHECK(hex_of(payload_of({.content_type = "x"}, sample_blob)) ==
          test::without_spaces("11 01 78 0030000000000000 8813000000000000 0807060504030201"));
    const auto blob = blob_payload(sample_blob);
    CHECK(payload_of({}, sample_blob) == std::string_view(blob.data(), blob.size()));
}

TEST_CASE("every set of attributes is read back, with a value, an empty one and a blob") {
    for (unsigned bits = 0; bits < 16; ++bits) {
        CAPTURE(bits);
        Attributes attributes = sample();
        if ((bits & 1) == 0) attributes.deadline_ms.reset();
        if ((bits & 2) == 0) attributes.times.reset();
        if ((bits & 4) == 0) attributes.tags = {};
        if ((bits & 8) == 0) attributes.content_type = {};
        for (const std::string_view value : {"value"sv, ""sv}) {
            const std::string payload = payload_of(attributes, value);
            CHECK(is_payload(payload, leaf_offset) == (bits != 0));
            if (bits == 0) continue;
            CHECK(PayloadView(payload).attributes() == attributes);
            CHECK(PayloadView(payload).rest() == value);
            CHECK(PayloadView(payload).value_bytes() == value.size());
        }
        const std::string payload = payload_of(attributes, sample_blob);
        REQUIRE(is_payload(payload, leaf_offset));
        CHECK(PayloadView(payload).attributes() == attributes);
        CHECK(PayloadView(payload).blob() == sample_blob);
        CHECK(PayloadView(payload).value_bytes() == sample_blob.value_bytes);
        const BlobRef other{0x4000, 2000, 9};
        CHECK(with_blob(payload, other) == payload_of(attributes, other));
    }
}

TEST_CASE("tags are kept in ascending order, each once") {
    const TagList tags(sample_tags);
    CHECK(std::vector<std::string_view>(tags.begin(), tags.end()) == std::vector{"a\0"sv, "red"sv});
    const std::string longest(255, 'x');
    CHECK(is_tag_list(tag_list_of(std::vector<std::string_view>{longest})));
}

TEST_CASE("a payload that is cut off is refused, wherever the cut is") {
    for (const std::string& payload :
         {payload_of(sample(), sample_blob), payload_of(sample(), ""sv)}) {
        for (std::size_t size = 0; size < payload.size(); ++size) {
            CAPTURE(size);
            CHECK_FALSE(is_payload(std::string_view(payload).substr(0, size), leaf_offset));
        }
    }
}

TEST_CASE("a payload that cannot be true is refused") {
    const std::string valid = payload_of(sample(), "v"sv);
    for (const unsigned bit : {6U, 7U}) {
        std::string unknown = valid;
        unknown[0] = static_cast<char>(unknown[0] | 1 << bit);
        CHECK_FALSE(is_payload(unknown, leaf_offset));
    }
    const auto is_refused = [](std::string_view tags) {
        return !is_payload(payload_of({.tags = TagList(tags)}, "v"sv), leaf_offset);
    };
    CHECK_FALSE(is_refused("\1a\1b"sv));
    CHECK(is_refused("\0"sv));
    CHECK(is_refused("\1b\1a"sv));
    CHECK(is_refused("\1a\1a"sv));
    CHECK(is_refused("\3ab"sv));
    std::string many;
    for (unsigned index = 0; index < 256; ++index)
        many += {'\2', static_cast<char>(index / 2), static_cast<char>(index % 2)};
    CHECK(is_refused(many));
    CHECK_FALSE(is_refused(many.substr(3)));
    CHECK_FALSE(is_payload("\x08\0\0v"sv, leaf_offset));
    CHECK_FALSE(is_payload("\x10\0v"sv, leaf_offset));
    CHECK_FALSE(is_payload(payload_of({}, BlobRef{0x3000, 1024, 1}), leaf_offset));
    CHECK_FALSE(is_payload(payload_of({}, BlobRef{0x3001, 5000, 1}), leaf_offset));
    CHECK_FALSE(is_payload(payload_of({}, BlobRef{leaf_offset, 5000, 1}), leaf_offset));
    CHECK_FALSE(is_payload(payload_of({}, BlobRef{0, 5000, 1}), leaf_offset));
}

TEST_CASE("a compressed value has its length behind the other attributes") {
    std::vector<std::byte> bytes;
    write_payload(bytes, sample(), "frame"sv, 1'000);
    const std::string_view payload = as_text(bytes.data(), bytes.size());
    REQUIRE(is_payload(payload, leaf_offset));
    const PayloadView view(payload);
    CHECK(view.attributes() == sample());
    CHECK(view.rest() == "frame");
    CHECK(view.raw_bytes() == 1'000);
    CHECK(view.value_bytes() == 1'000);
    CHECK(view.stored_bytes() == 5);

    write_payload(bytes, {}, sample_blob, 100'000);
    const PayloadView blob(as_text(bytes.data(), bytes.size()));
    REQUIRE(is_payload(as_text(bytes.data(), bytes.size()), leaf_offset));
    CHECK(blob.blob() == sample_blob);
    CHECK(blob.raw_bytes() == 100'000);
    CHECK(bytes.front() == std::byte{33});
}

TEST_CASE("a compressed value that saves too little, or is too long, is refused") {
    const auto is_refused = [](std::uint64_t raw_bytes) {
        std::vector<std::byte> bytes;
        write_payload(bytes, {}, std::string(875, 'f'), raw_bytes);
        return !is_payload(as_text(bytes.data(), bytes.size()), leaf_offset);
    };
    CHECK_FALSE(is_refused(1'000));
    CHECK(is_refused(998));
    CHECK(is_refused(875));
    CHECK_FALSE(is_refused(value_bytes_max));
    CHECK(is_refused(value_bytes_max + 1));
    CHECK(is_refused(~std::uint64_t{0}));
    CHECK_FALSE(is_payload("\x20\0\0\0"sv, leaf_offset));
}

TEST_CASE("a payload with any bit flipped is refused or can be read without harm") {
    for (const std::string& payload :
         {payload_of(sample(), sample_blob), payload_of(sample(), "value"sv)}) {
        for (std::size_t bit = 0; bit < 8 * payload.size(); ++bit) {
            const auto flipped = test::with_flipped_bit({as_bytes(payload), payload.size()}, bit);
            const std::string_view bytes = as_text(flipped.data(), flipped.size());
            if (!is_payload(bytes, leaf_offset)) continue;
            const PayloadView view(bytes);
            std::size_t read = view.rest().size() + view.content_type().size();
            for (const std::string_view tag : view.tags())
                read += tag.size();
            CHECK(read <= bytes.size());
        }
    }
}

}  // namespace dbdb::format
