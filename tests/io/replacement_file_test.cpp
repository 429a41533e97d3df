#include "io/replacement_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "io/create_file.hpp"
#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;
using test::TemporaryDirectory;

namespace {

std::size_t file_count(const TemporaryDirectory& directory) {
    using Iterator = std::filesystem::directory_iterator;
    return static_cast<std::size_t>(std::distance(Iterator(directory.path()), Iterator()));
}

std::shared_ptr<LocalFile> make(const std::filesystem::path& path) {
    create_file(path, test::bytes_of("apple"));
    return open_local(path, OpenMode::read_write);
}

}  // namespace

TEST_CASE("a replacement has the name only when it takes it") {
    const TemporaryDirectory directory;
    const auto original = make(directory / "a.db");
    {
        ReplacementFile replacement(*original);
        replacement.file()->write_at(0, test::bytes_of("pear"));
        CHECK(test::contents_of(directory / "a.db") == "apple");

        replacement.take_name();
        replacement.sync_name();

        CHECK(replacement.file()->identity() == identity_of(directory / "a.db"));
    }
    CHECK(test::contents_of(directory / "a.db") == "pear");
    CHECK(file_count(directory) == 1);
}

TEST_CASE("a replacement that takes no name leaves nothing") {
    const TemporaryDirectory directory;
    const auto original = make(directory / "a.db");
    { const ReplacementFile replacement(*original); }
    CHECK(test::contents_of(directory / "a.db") == "apple");
    CHECK(file_count(directory) == 1);
}

TEST_CASE("a replacement has the permissions of the original, whatever the umask") {
    const TemporaryDirectory directory;
    const auto original = make(directory / "a.db");
    REQUIRE(::chmod((directory / "a.db").c_str(), 0664) == 0);

    const ReplacementFile replacement(*original);

    CHECK(replacement.file()->permissions() == 0664);
    CHECK(replacement.file()->owner().user == original->owner().user);
}

TEST_CASE("rule 13: what a crash has left is removed, what is at work and other names are not") {
    const TemporaryDirectory directory;
    const auto original = make(directory / "a.db");
    const auto keep = [&](const char* name) { create_file(directory / name, {}); };
    keep("a.db-compact-0123456789abcdeX");
    keep("a.db-compact-0123456789abcdef0");
    keep("b.db-compact-0123456789abcdef");
    std::filesystem::create_directory(directory / "a.db-compact-00000000000000aa");
    std::filesystem::create_symlink(directory / "a.db",
                                    directory / "a.db-compact-00000000000000bb");
    CHECK(test::in_child([&] {
              static const ReplacementFile crashed(*original);
              ::_exit(7);
              return 0;
          }) == 7);
    REQUIRE(file_count(directory) == 7);
    {
        const ReplacementFile at_work(*original);
        CHECK(remove_leftovers(*original));
        CHECK(file_count(directory) == 7);
    }
    CHECK_FALSE(remove_leftovers(*original));
    CHECK(file_count(directory) == 6);
    CHECK(test::contents_of(directory / "a.db") == "apple");
}

TEST_CASE("a replacement that was taken away does not take the name") {
    const TemporaryDirectory directory;
    const auto original = make(directory / "a.db");
    ReplacementFile replacement(*original);
    for (const auto& entry : std::filesystem::directory_iterator(directory.path()))
        if (entry.path().filename() != "a.db") std::filesystem::remove(entry.path());

    CHECK(test::errc_of([&] { replacement.take_name(); }) == Errc::io);

    CHECK(test::contents_of(directory / "a.db") == "apple");
}
