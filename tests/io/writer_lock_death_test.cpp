#include <unistd.h>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "lock_fixture.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;
using test::ChildProcess;
using test::Handle;
using test::TemporaryDirectory;
using test::Turnstile;

TEST_CASE("the lock of a killed process is free") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    Turnstile locked;
    Turnstile never;
    ChildProcess other([&] {
        const Handle handle(path);
        handle.lock->lock(handle.file);
        locked.signal();
        never.wait();
        return 0;
    });
    const Handle handle(path);
    locked.wait();
    REQUIRE_FALSE(handle.try_lock());

    other.kill();

    CHECK(handle.try_lock());
}

TEST_CASE("the lock of a killed process is free even while a child of it lives") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    Turnstile locked;
    Turnstile end_of_test;
    ChildProcess other([&] {
        const Handle handle(path);
        handle.lock->lock(handle.file);
        if (::fork() == 0) {
            end_of_test.only_wait();
            locked.signal();
            end_of_test.wait();
            ::_exit(0);
        }
        end_of_test.wait();
        return 0;
    });
    locked.wait();
    const Handle handle(path);
    REQUIRE_FALSE(handle.try_lock());

    other.kill();

    CHECK(handle.try_lock());
    end_of_test.signal();
}

TEST_CASE("a program that was started by the holder does not keep its lock") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    ChildProcess other([&] {
        const Handle handle(path);
        handle.lock->lock(handle.file);
        return test::in_child([] { return ::execl("/bin/true", "true", nullptr); });
    });
    CHECK(other.wait() == 0);
    CHECK(test::free_for_others(path));
}
