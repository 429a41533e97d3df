#include "io/local_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;
using test::errc_of;
using test::message_of;
using test::TemporaryDirectory;

namespace {

Errc errc_of_open(const std::filesystem::path& path, OpenMode mode = OpenMode::read_write) {
    return errc_of([&] { open_local(path, mode); });
}

}  // namespace

TEST_CASE("what is written is read back, and the file grows as needed") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const auto file = open_local(path, OpenMode::read_write);

    file->write_at(6, test::bytes_of("pear"));
    file->write_at(0, test::bytes_of("apple,"));
    file->sync();

    CHECK(file->size() == 10);
    CHECK(test::text_at(*file, 0, 10) == "apple,pear");
    CHECK(test::contents_of(path) == "apple,pear");
    CHECK(file->name() == path.string());
}

TEST_CASE("a read beyond the end names the file, the place and the end") {
    const TemporaryDirectory directory;
    const auto file = open_local(test::put_file(directory / "a.db", "apple"), OpenMode::read_only);

    const std::string message = message_of([&] { test::text_at(*file, 3, 8); });

    CHECK(test::holds(message, "a.db: read of 8 bytes at byte 3: the file ends at byte 5"));
    CHECK(errc_of([&] { test::text_at(*file, 99, 1); }) == Errc::io);
    CHECK(test::text_at(*file, 99, 0).empty());
}

TEST_CASE("truncate cuts and extends by zeros") {
    const TemporaryDirectory directory;
    const auto file = open_local(test::put_file(directory / "a.db", "apple"), OpenMode::read_write);

    file->truncate(3);
    file->truncate(5);

    CHECK(test::text_at(*file, 0, 5) == std::string("app\0\0", 5));
    constexpr auto impossible = std::numeric_limits<std::uint64_t>::max();
    CHECK(errc_of([&] { file->truncate(impossible); }) == Errc::too_large);
}

TEST_CASE("a file opened for reading refuses changes") {
    const TemporaryDirectory directory;
    const auto file = open_local(test::put_file(directory / "a.db", "apple"), OpenMode::read_only);

    CHECK(file->read_only());
    CHECK(errc_of([&] { file->write_at(0, test::bytes_of("x")); }) == Errc::read_only);
    CHECK(errc_of([&] { file->truncate(0); }) == Errc::read_only);
    CHECK(test::text_at(*file, 0, 5) == "apple");
}

TEST_CASE("opening never creates") {
    const TemporaryDirectory directory;
    CHECK(errc_of_open(directory / "missing.db") == Errc::not_found);
    CHECK(errc_of_open(directory / "missing/a.db") == Errc::not_found);
    CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE("an empty name and one with a zero byte are refused") {
    const TemporaryDirectory directory;
    CHECK(errc_of_open("") == Errc::invalid);
    test::put_file(directory / "a.db", "apple");
    CHECK(errc_of_open(directory / std::string("a.db\0.txt", 9)) == Errc::invalid);
}

TEST_CASE("what is no regular file is not a database") {
    const TemporaryDirectory directory;
    const auto pipe = directory / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);

    for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
        CHECK(errc_of_open(directory.path(), mode) == Errc::not_a_database);
        CHECK(errc_of_open(pipe, mode) == Errc::not_a_database);
        CHECK(errc_of_open("/dev/full", mode) == Errc::not_a_database);
    }
}

TEST_CASE("a missing permission is an error with the system's reason") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "apple");
    std::filesystem::permissions(path, std::filesystem::perms::none);

    const int status = test::in_child([&] {
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::setuid(nobody) != 0) return 1;
        try {
            open_local(path, OpenMode::read_only);
        } catch (const Error& error) {
            return error.errc() == Errc::io && error.system_reason() == EACCES ? 0 : 2;
        }
        return 3;
    });

    CHECK(status == 0);
}

TEST_CASE("a file opened through a symbolic link keeps the user's name and finds its own") {
    const TemporaryDirectory directory;
    const auto target = test::put_file(directory / "target.db", "apple");
    const auto link = directory / "link.db";
    std::filesystem::create_symlink("target.db", link);

    const auto file = open_local(link, OpenMode::read_only);

    CHECK(file->name() == link.string());
    CHECK(file->resolved_path() == target);
    CHECK(file->identity() == identity_of(link));
    CHECK(identity_of_link(link) != identity_of(link));
}

TEST_CASE("a file that has no name any more is not found through a descriptor of it") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "apple");
    const Descriptor opened = open_descriptor(path, O_RDONLY);
    CHECK(open_local(reopen_path(opened), OpenMode::read_only)->resolved_path() == path);

    std::filesystem::remove(path);
    CHECK(errc_of_open(reopen_path(opened)) == Errc::not_found);

    // That is what the system calls the file that is gone.
    test::put_file(directory / "a.db (deleted)", "pear");
    const auto other = open_local(reopen_path(opened), OpenMode::read_only);
    CHECK(test::text_at(*other, 0, 4) == "pear");
}

TEST_CASE("an open file stays itself when its name is given to another") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "apple");
    const auto file = open_local(path, OpenMode::read_only);
    CHECK(identity_of(path) == file->identity());

    std::filesystem::rename(test::put_file(directory / "b.db", "pear"), path);

    CHECK(identity_of(path) != file->identity());
    CHECK(test::text_at(*file, 0, 5) == "apple");
    CHECK(file->link_count() == 0);
    CHECK_FALSE(identity_of(directory / "b.db").has_value());
}
