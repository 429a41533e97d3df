#include "io/lock_file.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;

namespace {

std::unique_ptr<LockFile> lock_file_of(const std::filesystem::path& path) {
    const auto file = open_local(path, OpenMode::read_write);
    return std::make_unique<LockFile>(lock_file_path(*file), open_lock_file(*file));
}

bool free_for_others(const std::filesystem::path& path) {
    return test::in_child([&] { return lock_file_of(path)->try_lock() ? 1 : 0; }) == 1;
}

}  // namespace

TEST_CASE("the lock file alone excludes other processes, until it is unlocked") {
    const test::TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const auto lock_file = lock_file_of(path);
    CHECK(lock_file->path() == directory / "a.db-lock");
    CHECK(lock_file->identity() == identity_of(directory / "a.db-lock"));
    CHECK(free_for_others(path));

    SUBCASE("after waiting") { lock_file->lock(); }
    SUBCASE("after trying") { REQUIRE(lock_file->try_lock()); }

    CHECK_FALSE(free_for_others(path));
    lock_file->unlock();
    CHECK(free_for_others(path));
}

TEST_CASE("a descriptor that is kept does not release the lock") {
    const test::TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const auto lock_file = lock_file_of(path);
    lock_file->lock();

    lock_file->keep(open_lock_file(*open_local(path, OpenMode::read_write)));

    CHECK_FALSE(free_for_others(path));
}
