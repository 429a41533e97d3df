/// A real file system that runs full. It is a small one of the test's own, which only a privileged
/// process may make; size_limit_test.cpp has what others can see of it.
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>

#include <doctest/doctest.h>

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

namespace fs = std::filesystem;

constexpr int cannot_mount = 77;

/// A file system in memory that only this process sees, and that ends with it.
bool mount_small(const fs::path& directory) {
    return ::unshare(CLONE_NEWNS) == 0 &&
           ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", directory.c_str(), "tmpfs", 0, "size=512k") == 0;
}

bool is_full(const std::optional<Error>& error) {
    return error && error->errc() == Errc::io && error->system_reason() == ENOSPC;
}

/// Commits until the disk is full; what was committed.
Contents fill(Database& db) {
    for (int index = 0;; ++index) {
        const std::string key = "key" + std::to_string(index);
        const Contents committed = contents_of(db.snapshot());
        const auto error = error_of([&] { db.set(key, std::string(20'000, 'v')); });
        if (error) return is_full(error) ? committed : Contents{};
    }
}

std::size_t file_count(const fs::path& directory) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

/// How many of the promises were broken.
int live_on_full_disk(const fs::path& directory) {
    const fs::path path = directory / "test.db";
    std::ofstream(directory / "filler") << std::string(100'000, 'x');
    Database db = Database::open(path);
    const Contents committed = fill(db);

    int broken = committed.size() < 5;
    broken += contents_of(db.snapshot()) != committed;
    broken += contents_of(Database::open(path, {.read_only = true}).snapshot()) != committed;
    broken += !is_full(error_of([&] { db.backup(directory / "copy.db"); }));
    broken += !is_full(error_of([&] { db.compact(); }));
    broken += file_count(directory) != 3;  // With the lock and the filler.
    fs::remove(directory / "filler");
    broken += errc_of([&] { db.set("later", "yes"); }).has_value();
    broken += !db.verify().ok();
    db.close();
    db = Database::open(path);
    broken += db.get("later") != "yes" || db.size() != committed.size() + 1;
    return broken;
}

}  // namespace

TEST_CASE("rule 6: on a disk that is full nothing committed is lost, and space makes it go on") {
    const TemporaryDirectory directory;

    const int broken = in_child([&] {
        return mount_small(directory.path()) ? live_on_full_disk(directory.path()) : cannot_mount;
    });

    if (broken == cannot_mount) {
        MESSAGE("no right to mount a file system here");
    } else {
        CHECK(broken == 0);
    }
}

}  // namespace dbdb::test
