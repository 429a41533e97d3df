#include "io/directory.hpp"

#include <algorithm>
#include <fstream>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;
using test::errc_of;
using test::TemporaryDirectory;

namespace fs = std::filesystem;

TEST_CASE("a directory tells all names in it, however often it is asked") {
    const TemporaryDirectory directory;
    std::ofstream(directory / "letter") << "Dear Ann";
    const Directory opened(directory.path());
    for (int round = 0; round < 2; ++round) {
        std::vector<std::string> names = opened.names();
        std::ranges::sort(names);
        CHECK(names == std::vector<std::string>{".", "..", "letter"});
    }
}

TEST_CASE("what is no directory is not opened as one") {
    const TemporaryDirectory directory;
    std::ofstream(directory / "letter") << "Dear Ann";
    CHECK(errc_of([&] { Directory(directory / "missing"); }) == Errc::not_found);
    CHECK(errc_of([&] { Directory(directory / "letter"); }) == Errc::not_found);
}

TEST_CASE("files are opened, made and removed by their names in the directory") {
    const TemporaryDirectory directory;
    const Directory opened(directory.path());

    CHECK(opened.open("letter") == nullptr);
    CHECK(opened.open_or_create("letter")->size() == 0);
    CHECK(opened.open("letter")->read_only());
    CHECK(opened.open("letter")->name() == (directory / "letter").string());
    opened.remove("letter");
    opened.sync();
    CHECK_FALSE(fs::exists(directory / "letter"));
    CHECK(errc_of([&] { opened.remove("letter"); }) == Errc::io);
}

TEST_CASE("in a directory links are not followed and only regular files are opened") {
    const TemporaryDirectory directory;
    const Directory opened(directory.path());
    fs::create_symlink(directory / "elsewhere", directory / "link");
    fs::create_directory(directory / "folder");
    REQUIRE(::mkfifo((directory / "pipe").c_str(), 0600) == 0);

    CHECK(errc_of([&] { opened.open("link"); }) == Errc::io);
    CHECK(errc_of([&] { opened.open_or_create("link"); }) == Errc::io);
    CHECK(errc_of([&] { opened.open("folder"); }) == Errc::invalid);
    CHECK(errc_of([&] { opened.open("pipe"); }) == Errc::invalid);
    CHECK_FALSE(fs::exists(directory / "elsewhere"));
}
