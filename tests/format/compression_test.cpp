#include "format/compression.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "format/bytes.hpp"

namespace dbdb::format {

TEST_CASE("a compressed value comes back, and only with its own length") {
    const std::string value(5'000, 'v');
    const auto frame = compressed(value, 0);
    REQUIRE(frame);
    const std::string bytes(*frame);
    CHECK(decompressed(bytes, 5'000) == value);
    CHECK_FALSE(decompressed(bytes, 4'999).has_value());
    CHECK_FALSE(decompressed(bytes, 5'001).has_value());
    CHECK_FALSE(decompressed(bytes + "x", 5'000).has_value());
    CHECK_FALSE(decompressed(bytes + bytes, 5'000).has_value());
    CHECK_FALSE(decompressed(bytes + bytes, 10'000).has_value());
    CHECK_FALSE(decompressed("", 0).has_value());
    for (std::size_t length = 0; length < bytes.size(); ++length)
        CHECK_FALSE(decompressed(bytes.substr(0, length), 5'000).has_value());
}

TEST_CASE("a length that is not the frame's takes no memory") {
    const std::string bytes(compressed(std::string(5'000, 'v'), 0).value());
    CHECK_FALSE(decompressed(bytes, std::uint64_t{1} << 62).has_value());
    CHECK_FALSE(decompressed(bytes, ~std::uint64_t{0}).has_value());
    CHECK_FALSE(decompressed(bytes, ~std::uint64_t{1}).has_value());
}

namespace {

/// The frame of `value`, given in pieces of `piece_bytes`.
std::string written_in_pieces(std::string_view value, std::size_t piece_bytes, int level) {
    std::string frame;
    FrameWriter writer(level, [&](std::span<const std::byte> bytes) {
        frame += as_text(bytes.data(), bytes.size());
    });
    for (; !value.empty(); value.remove_prefix(std::min(piece_bytes, value.size())))
        writer.write(value.substr(0, piece_bytes));
    writer.finish();
    return frame;
}

/// The value of `frame`, taken in pieces; empty when it is not one of `raw_bytes`.
std::optional<std::string> read_in_pieces(std::string_view frame, std::uint64_t raw_bytes) {
    FrameReader reader(frame, raw_bytes);
    std::string value;
    std::string piece(1'000, '\0');
    for (;;) {
        const auto bytes = reader.read(piece);
        if (!bytes) return std::nullopt;
        if (*bytes == 0) return value;
        value.append(piece, 0, *bytes);
    }
}

}  // namespace

TEST_CASE("a frame written in pieces is read in pieces or at once, and only with its own length") {
    std::string value;
    for (int index = 0; value.size() < 700'000; ++index)
        value += std::to_string(index) + " and so on; ";
    for (const int level : {0, 1, 22}) {
        const std::string frame = written_in_pieces(value, 300'000, level);
        CHECK(is_worthwhile(frame.size(), value.size()));
        CHECK(decompressed(frame, value.size()) == value);
        CHECK(read_in_pieces(frame, value.size()) == value);
        CHECK_FALSE(read_in_pieces(frame, value.size() - 1).has_value());
        CHECK_FALSE(read_in_pieces(frame, value.size() + 1).has_value());
        CHECK_FALSE(decompressed(frame, value.size() - 1).has_value());
        CHECK_FALSE(decompressed(frame, value.size() + 1).has_value());
        CHECK_FALSE(read_in_pieces(frame + "x", value.size()).has_value());
        CHECK_FALSE(read_in_pieces(frame.substr(0, frame.size() / 2), value.size()).has_value());
        CHECK_FALSE(read_in_pieces(frame.substr(0, frame.size() - 1), value.size()).has_value());
    }
    CHECK(read_in_pieces(*compressed(value, 3), value.size()) == value);
}

TEST_CASE("compression is kept where it saves an eighth") {
    CHECK(is_worthwhile(875, 1'000));
    CHECK_FALSE(is_worthwhile(876, 1'000));
    CHECK_FALSE(is_worthwhile(7, 7));
    CHECK_FALSE(is_worthwhile(0, 0));
    CHECK_FALSE(compressed("", 0).has_value());
    CHECK_FALSE(compressed("abcdefgh", 22).has_value());
}

}  // namespace dbdb::format
