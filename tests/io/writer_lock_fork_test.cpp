#include <doctest/doctest.h>

#include "fixture.hpp"
#include "lock_fixture.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;
using test::errc_of;
using test::Handle;
using test::TemporaryDirectory;

TEST_CASE("a forked child cannot use its parent's lock") {
    const TemporaryDirectory directory;
    const Handle handle(test::put_file(directory / "a.db", ""));

    const int status = test::in_child([&] {
        const bool refused =
            errc_of([&] { handle.lock->lock(handle.file); }) == Errc::closed &&
            errc_of([&] { handle.try_lock(); }) == Errc::closed &&
            errc_of([&] { handle.lock->move_to(handle.file); }) == Errc::closed &&
            errc_of([&] { writer_lock_of(handle.file)->lock(handle.file); }) == Errc::closed;
        return refused ? 0 : 1;
    });

    CHECK(status == 0);
    CHECK(handle.try_lock());
}

TEST_CASE("a forked child that unlocks, closes and exits leaves its parent's lock alone") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Handle handle(path);
    handle.lock->lock(handle.file);

    const int status = test::in_child([&] {
        Handle inherited = handle;
        inherited.lock->unlock();
        inherited.lock.reset();
        inherited.file.reset();
        return 0;
    });

    CHECK(status == 0);
    CHECK_FALSE(test::free_for_others(path));
}

TEST_CASE("a forked child may open the database anew and is then excluded like anyone") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Handle handle(path);

    handle.lock->lock(handle.file);
    CHECK_FALSE(test::free_for_others(path));
    handle.lock->unlock();
    CHECK(test::free_for_others(path));
}

TEST_CASE("a child keeps its own lock when it drops the handle of its parent") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    auto handle = std::make_unique<Handle>(path);
    test::Turnstile locked;
    test::Turnstile end_of_test;
    test::ChildProcess child([&] {
        const Handle own(path);
        const bool taken = own.try_lock();
        handle.reset();
        locked.signal();
        end_of_test.wait();
        return taken ? 0 : 1;
    });
    locked.wait();

    CHECK_FALSE(handle->try_lock());

    end_of_test.signal();
    CHECK(child.wait() == 0);
}
