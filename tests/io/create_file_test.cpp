#include "io/create_file.hpp"

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
using test::TemporaryDirectory;

namespace {

bool create(const std::filesystem::path& path, std::string_view text) {
    return create_file(path, test::bytes_of(text));
}

std::size_t file_count(const TemporaryDirectory& directory) {
    using Iterator = std::filesystem::directory_iterator;
    return static_cast<std::size_t>(std::distance(Iterator(directory.path()), Iterator()));
}

}  // namespace

TEST_CASE("a created file is whole and alone in its directory") {
    const TemporaryDirectory directory;

    CHECK(create(directory / "a.db", "apple"));

    CHECK(test::contents_of(directory / "a.db") == "apple");
    CHECK(std::filesystem::hard_link_count(directory / "a.db") == 1);
    CHECK(file_count(directory) == 1);
}

TEST_CASE("creating a file that exists leaves it as it is") {
    const TemporaryDirectory directory;
    REQUIRE(create(directory / "a.db", "apple"));

    CHECK_FALSE(create(directory / "a.db", "pear"));

    CHECK(test::contents_of(directory / "a.db") == "apple");
    CHECK(file_count(directory) == 1);
}

TEST_CASE("of several processes that create one file, exactly one does") {
    const TemporaryDirectory directory;
    const auto create_in_child = [&](const char* text) {
        return [&directory, text] { return create(directory / "a.db", text) ? 1 : 0; };
    };

    test::ChildProcess first(create_in_child("first"));
    test::ChildProcess second(create_in_child("second"));
    test::ChildProcess third(create_in_child("third"));

    CHECK(first.wait() + second.wait() + third.wait() == 1);
    CHECK(file_count(directory) == 1);
}

TEST_CASE("a created file has the permissions that the umask leaves") {
    const TemporaryDirectory directory;
    const int status = test::in_child([&] {
        ::umask(027);
        return create(directory / "a.db", "apple") ? 0 : 1;
    });
    CHECK(status == 0);

    struct stat made {};

    REQUIRE(::stat((directory / "a.db").c_str(), &made) == 0);
    CHECK((made.st_mode & 0777) == 0640);
}

TEST_CASE("creating in a missing directory says so") {
    const TemporaryDirectory directory;
    const auto path = directory / "missing/a.db";
    CHECK(errc_of([&] { create(path, "apple"); }) == Errc::not_found);
    CHECK(test::holds(test::message_of([&] { create(path, "apple"); }), "directory"));
}

TEST_CASE("creating without permission says so") {
    const TemporaryDirectory directory;
    std::filesystem::permissions(directory.path(), std::filesystem::perms::owner_read);
    const int status = test::in_child([&] {
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::setuid(nobody) != 0) return 1;
        return errc_of([&] { create(directory / "a.db", "apple"); }) == Errc::io ? 0 : 2;
    });
    std::filesystem::permissions(directory.path(), std::filesystem::perms::owner_all);
    CHECK(status == 0);
}

TEST_CASE("a symbolic link to nothing is not followed when creating") {
    const TemporaryDirectory directory;
    std::filesystem::create_symlink(directory / "elsewhere.db", directory / "link.db");

    CHECK(errc_of([&] { create(directory / "link.db", "apple"); }) == Errc::io);

    CHECK_FALSE(std::filesystem::exists(directory / "elsewhere.db"));
    CHECK(file_count(directory) == 1);
}

TEST_CASE("a path that ends in no name cannot be created") {
    const TemporaryDirectory directory;
    CHECK(errc_of([&] { create(directory.path() / "", "apple"); }) == Errc::invalid);
    CHECK(errc_of([&] { create(std::string(300, 'a'), "apple"); }) == Errc::io);
}

TEST_CASE("a directory can be synced, a missing one cannot") {
    const TemporaryDirectory directory;
    sync_directory(directory.path());
    CHECK(errc_of([&] { sync_directory(directory / "missing"); }) == Errc::io);
}
