#include <atomic>
#include <csignal>
#include <fstream>
#include <sched.h>
#include <sys/mman.h>
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

namespace {

/// How often another process has had the lock; shared with it.
class SharedCount {
public:
    SharedCount()
        : count_(static_cast<std::atomic<unsigned>*>(::mmap(nullptr,
                                                            sizeof(std::atomic<unsigned>),
                                                            PROT_READ | PROT_WRITE,
                                                            MAP_SHARED | MAP_ANONYMOUS,
                                                            -1,
                                                            0))) {
        REQUIRE(static_cast<void*>(count_) != MAP_FAILED);
    }

    ~SharedCount() { ::munmap(count_, sizeof *count_); }

    SharedCount(const SharedCount&) = delete;
    SharedCount& operator=(const SharedCount&) = delete;

    std::atomic<unsigned>& operator*() const { return *count_; }

private:
    std::atomic<unsigned>* count_;
};

/// Has the lock nearly all the time, and gives it up between two turns only.
int take_turns(const std::filesystem::path& path,
               std::atomic<unsigned>& turns,
               unsigned turns_max,
               Turnstile& started) {
    const Handle own(path);
    while (turns < turns_max) {
        own.lock->lock(own.file);
        if (++turns == 1) started.signal();
        for (std::atomic<int> step = 0; step < 20'000; ++step) {
        }
        own.lock->unlock();
    }
    return 0;
}

}  // namespace

TEST_CASE("who asks for the lock again and again is let go first by a busy process") {
    constexpr unsigned rounds = 20;
    constexpr unsigned turns_max = 5000;
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const SharedCount turns;
    Turnstile started;
    ChildProcess other([&] { return take_turns(path, *turns, turns_max, started); });
    started.wait();
    const Handle handle(path);

    unsigned turns_of_other = 0;
    for (unsigned round = 0; round < rounds; ++round) {
        const unsigned before = *turns;
        const auto far = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        CHECK(handle.lock->try_lock_until(handle.file, far));
        turns_of_other += *turns - before;
        handle.lock->unlock();
    }

    CHECK(turns_of_other < turns_max / 4);
    other.kill();
}

TEST_CASE("one who stands in line and was stopped keeps nobody from the lock") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Handle handle(path);
    handle.file->inode_lock();
    Turnstile stands;
    ChildProcess other([&] {
        const Handle own(path);
        own.file->inode_lock().try_stand_in_line();
        stands.signal();
        ::pause();
        return 0;
    });
    stands.wait();
    CHECK(handle.file->inode_lock().is_line_taken());

    CHECK(handle.try_lock());
    handle.lock->unlock();
    handle.lock->lock(handle.file);
    handle.lock->unlock();
    const auto far = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    CHECK(handle.lock->try_lock_until(handle.file, far));
    handle.lock->unlock();

    other.kill();
    CHECK_FALSE(handle.file->inode_lock().is_line_taken());
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

TEST_CASE("rule 16: closing other descriptors of the database does not free its lock") {
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
