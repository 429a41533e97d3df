#include <doctest/doctest.h>

#include "fixture.hpp"
#include "lock_fixture.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;
using test::Handle;
using test::TemporaryDirectory;

TEST_CASE("hard links of one file share a lock in a process") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    std::filesystem::create_hard_link(path, directory / "b.db");

    const Handle first(path);
    const Handle second(directory / "b.db");

    CHECK(first.lock == second.lock);
    CHECK_FALSE(std::filesystem::exists(directory / "b.db-lock"));
}

TEST_CASE("hard links of one file exclude each other between processes") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    std::filesystem::create_hard_link(path, directory / "b.db");
    const Handle handle(path);

    handle.lock->lock(handle.file);
    // The child forgets what its parent knows, so it locks beside the other name.
    CHECK_FALSE(test::free_for_others(directory / "b.db"));
    CHECK(std::filesystem::exists(directory / "b.db-lock"));

    handle.lock->unlock();
    CHECK(test::free_for_others(directory / "b.db"));
}

TEST_CASE("symbolic links lead to the lock of the file itself") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    std::filesystem::create_symlink("a.db", directory / "link.db");
    const Handle handle(directory / "link.db");
    handle.lock->lock(handle.file);

    CHECK(Handle(path).lock == handle.lock);
    CHECK_FALSE(test::free_for_others(path));
    CHECK_FALSE(std::filesystem::exists(directory / "link.db-lock"));
}

TEST_CASE("different files have different locks") {
    const TemporaryDirectory directory;
    const Handle first(test::put_file(directory / "a.db", ""));
    const Handle second(test::put_file(directory / "b.db", ""));
    CHECK(first.try_lock());
    CHECK(second.try_lock());
}

TEST_CASE("a file that replaces another under its name has the same lock") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    auto before = std::make_unique<Handle>(path);
    std::filesystem::rename(test::put_file(directory / "new", ""), path);
    const Handle after(path);
    CHECK(before->lock == after.lock);
    CHECK(before->file->identity() != after.file->identity());

    CHECK(after.try_lock());
    before.reset();

    CHECK_FALSE(test::free_for_others(path));
}

TEST_CASE("the turn moves over to the file that replaces the locked one") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    std::filesystem::create_hard_link(path, directory / "old.db");
    const Handle handle(path);
    handle.lock->lock(handle.file);
    const auto fresh = open_local(test::put_file(directory / "new", ""), OpenMode::read_write);

    handle.lock->move_to(fresh);
    std::filesystem::rename(directory / "new", path);

    std::filesystem::create_hard_link(path, directory / "b.db");
    CHECK_FALSE(test::free_for_others(path));
    CHECK_FALSE(test::free_for_others(directory / "b.db"));
    CHECK(test::free_for_others(directory / "old.db"));
    handle.lock->unlock();
    CHECK(test::free_for_others(directory / "b.db"));
}

TEST_CASE("an identity that the system gives to another file is not mistaken") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Handle keeper(path);
    for (int i = 0; i < 20; ++i) {
        // Each time the old file goes, so that its number may return in the next one.
        std::filesystem::rename(test::put_file(directory / "new", ""), path);
        { const Handle same(path); }
        std::filesystem::remove(path);
        const Handle other(test::put_file(directory / "b.db", ""));
        CHECK(other.lock != keeper.lock);
        std::filesystem::remove(directory / "b.db");
        test::put_file(path, "");
    }
}
