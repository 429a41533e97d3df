#include <csignal>
#include <fstream>
#include <sched.h>

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

TEST_CASE("one process excludes another until it unlocks") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    Turnstile locked;
    Turnstile may_unlock;
    Turnstile unlocked;
    ChildProcess other([&] {
        const Handle handle(path);
        handle.lock->lock(handle.file);
        locked.signal();
        may_unlock.wait();
        handle.lock->unlock();
        unlocked.signal();
        may_unlock.wait();
        return 0;
    });

    const Handle handle(path);
    locked.wait();
    CHECK_FALSE(handle.try_lock());
    may_unlock.signal();
    unlocked.wait();
    CHECK(handle.try_lock());
    may_unlock.signal();
    CHECK(other.wait() == 0);
}

TEST_CASE("a waiting process gets the lock when the holder is done") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Handle handle(path);
    handle.lock->lock(handle.file);
    Turnstile about_to_wait;
    ChildProcess other([&] {
        const Handle own(path);
        about_to_wait.signal();
        own.lock->lock(own.file);
        return 0;
    });
    about_to_wait.wait();

    handle.lock->unlock();

    CHECK(other.wait() == 0);
}

TEST_CASE("signals do not end the wait for the lock") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Handle handle(path);
    handle.lock->lock(handle.file);
    Turnstile about_to_wait;
    ChildProcess other([&] {
        struct sigaction action {};  // Without SA_RESTART: system calls are interrupted.
        action.sa_handler = [](int) {};
        ::sigaction(SIGUSR1, &action, nullptr);
        const Handle own(path);
        about_to_wait.signal();
        own.lock->lock(own.file);
        return 0;
    });
    about_to_wait.wait();

    for (int i = 0; i < 1000; ++i) {
        other.signal(SIGUSR1);
        ::sched_yield();
    }
    handle.lock->unlock();

    CHECK(other.wait() == 0);
}

TEST_CASE("closing other descriptors of the database does not free its lock") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Handle holder(path);
    holder.lock->lock(holder.file);

    { const Handle second(path); }
    { const std::ifstream stream(path); }
    open_local(path, OpenMode::read_only);

    CHECK_FALSE(test::free_for_others(path));
}

TEST_CASE("the lock goes with its last handle") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    {
        const Handle handle(path);
        handle.lock->lock(handle.file);
    }
    CHECK(test::free_for_others(path));
}
