#include "io/writer_lock.hpp"

#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "io/memory_file.hpp"
#include "lock_fixture.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;
using test::errc_of;
using test::Handle;
using test::TemporaryDirectory;

TEST_CASE("the lock can be taken again after it was given up") {
    const TemporaryDirectory directory;
    const Handle handle(test::put_file(directory / "a.db", ""));
    for (int turn = 0; turn < 3; ++turn) {
        handle.lock->lock(handle.file);
        handle.lock->unlock();
        CHECK(handle.try_lock());
        handle.lock->unlock();
    }
}

TEST_CASE("a second lock in one process is refused instead of granted") {
    const TemporaryDirectory directory;
    const Handle handle(test::put_file(directory / "a.db", ""));
    handle.lock->lock(handle.file);

    CHECK(errc_of([&] { handle.lock->lock(handle.file); }) == Errc::locked);
    CHECK(errc_of([&] { handle.try_lock(); }) == Errc::locked);

    CHECK_FALSE(test::free_for_others(handle.file->resolved_path()));
}

TEST_CASE("to unlock what is not locked does nothing") {
    const TemporaryDirectory directory;
    const Handle handle(test::put_file(directory / "a.db", ""));
    handle.lock->unlock();
    CHECK(handle.try_lock());
}

TEST_CASE("the lock file has the data file's permissions, whatever the umask") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    std::filesystem::permissions(path, std::filesystem::perms{0662});

    const Handle handle(path);

    const auto status = std::filesystem::status(directory / "a.db-lock");
    CHECK(status.permissions() == std::filesystem::perms{0662});
    CHECK(std::filesystem::file_size(directory / "a.db-lock") == 0);
}

TEST_CASE("a lock file that is a link or a directory is refused") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    SUBCASE("link") {
        std::filesystem::create_symlink(test::put_file(directory / "b", ""),
                                        directory / "a.db-lock");
    }
    SUBCASE("link to nothing") {
        std::filesystem::create_symlink(directory / "b", directory / "a.db-lock");
    }
    SUBCASE("directory") { std::filesystem::create_directory(directory / "a.db-lock"); }

    CHECK(errc_of([&] { Handle{path}; }) == Errc::io);
    CHECK(test::holds(test::message_of([&] { Handle{path}; }), "a.db-lock: "));
}

TEST_CASE("files that cannot be written or have no name have no lock") {
    const TemporaryDirectory directory;
    const auto file = open_local(test::put_file(directory / "a.db", ""), OpenMode::read_only);

    CHECK(errc_of([&] { writer_lock_of(file); }) == Errc::read_only);
    CHECK(errc_of([] { writer_lock_of(make_memory_file("memory")); }) == Errc::invalid);

    CHECK_FALSE(std::filesystem::exists(directory / "a.db-lock"));
}

TEST_CASE("rule 17: handles that come and go in other threads do not release the lock") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Handle holder(path);
    holder.lock->lock(holder.file);

    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn)
                Handle{path};
        });
    for (std::thread& thread : threads)
        thread.join();

    CHECK_FALSE(test::free_for_others(path));
}

TEST_CASE("threads that open, lock and close at once exclude other processes each time") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    std::mutex turn;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round) {
                const Handle handle(path);
                const std::lock_guard guard(turn);
                handle.lock->lock(handle.file);
                handle.lock->unlock();
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(test::free_for_others(path));
}
