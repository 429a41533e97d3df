#include "io/remote_file_system.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;

TEST_CASE("network file systems and those of programs are remote, local ones are not") {
    constexpr std::uint32_t nfs = 0x6969;
    constexpr std::uint32_t cifs = 0xFF534D42;
    constexpr std::uint32_t fuse = 0x65735546;
    for (const std::uint32_t type : {nfs, cifs, fuse})
        CHECK(is_remote_type(type));

    constexpr std::uint32_t ext4 = 0xEF53;
    constexpr std::uint32_t xfs = 0x58465342;
    constexpr std::uint32_t tmpfs = 0x01021994;
    for (const std::uint32_t type : {ext4, xfs, tmpfs})
        CHECK_FALSE(is_remote_type(type));
}

TEST_CASE("the file system of the system's own files is not remote") {
    CHECK_FALSE(is_remote("/proc"));
}

TEST_CASE("there is no file system where there is no file") {
    const test::TemporaryDirectory directory;
    CHECK(test::errc_of([&] { is_remote(directory / "missing"); }) == Errc::not_found);
}
