#include "format/compression.hpp"

#include <doctest/doctest.h>

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

TEST_CASE("compression is kept where it saves an eighth") {
    CHECK(is_worthwhile(875, 1'000));
    CHECK_FALSE(is_worthwhile(876, 1'000));
    CHECK_FALSE(is_worthwhile(7, 7));
    CHECK_FALSE(is_worthwhile(0, 0));
    CHECK_FALSE(compressed("", 0).has_value());
    CHECK_FALSE(compressed("abcdefgh", 22).has_value());
}

}  // namespace dbdb::format
