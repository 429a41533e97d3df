#include "io/transfer.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <limits>

#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace dbdb;
using namespace dbdb::io;

TEST_CASE("a write to a full disk says so, with name and place") {
    const Descriptor full = open_descriptor("/dev/full", O_RDWR);
    REQUIRE(full);

    try {
        write_fully(full, "people.db", 4096, test::bytes_of("apple"));
        FAIL("the write did not fail");
    } catch (const Error& error) {
        CHECK(error.errc() == Errc::io);
        CHECK(error.system_reason() == ENOSPC);
        CHECK(test::holds(error.what(), "people.db: write of 5 bytes at byte 4096"));
        CHECK(test::holds(error.what(), "No space left on device"));
    }
}

TEST_CASE("places beyond the largest offset are refused, not wrapped around") {
    constexpr std::uint64_t last = std::numeric_limits<std::int64_t>::max();
    CHECK(addressable(last, 0));
    CHECK(addressable(last - 1, 1));
    CHECK_FALSE(addressable(last, 1));
    CHECK_FALSE(addressable(std::numeric_limits<std::uint64_t>::max(), 2));

    const Descriptor null = open_descriptor("/dev/null", O_RDWR);
    std::byte target{};
    CHECK(test::errc_of([&] { read_fully(null, "null", last, {&target, 1}); }) == Errc::io);
    CHECK(test::errc_of([&] { write_fully(null, "null", last, {&target, 1}); }) == Errc::too_large);
}
