#include "io/lock_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "io/package_descriptor.hpp"
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

/// The descriptors of this process that have the file of `identity` open.
std::vector<int> descriptors_of(const FileIdentity& identity) {
    constexpr int enough = 1000;
    std::vector<int> found;
    for (int number = 0; number < enough; ++number) {
        struct stat status {};

        if (::fstat(number, &status) != 0) continue;
        if (FileIdentity{status.st_dev, status.st_ino} == identity) found.push_back(number);
    }
    return found;
}

}  // namespace

TEST_CASE("the lock file's descriptor is closed on exec") {
    const test::TemporaryDirectory directory;
    const auto lock_file = lock_file_of(test::put_file(directory / "a.db", ""));
    const std::vector<int> descriptors = descriptors_of(lock_file->identity());

    REQUIRE(descriptors.size() == 1);
    CHECK((::fcntl(descriptors.front(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("a descriptor that is not where it is expected is closed on exec all the same") {
    const test::TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const Descriptor opened(::open(path.c_str(), O_RDONLY));
    const Descriptor other(::open("/dev/null", O_RDONLY));

    close_on_exec(identity_of(opened, path), other.number());

    CHECK((::fcntl(opened.number(), F_GETFD) & FD_CLOEXEC) != 0);
    CHECK((::fcntl(other.number(), F_GETFD) & FD_CLOEXEC) == 0);
}

TEST_CASE("the lock file's descriptor is never a standard stream, even when those are closed") {
    const test::TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const int status = test::in_child([&] {
        for (int stream = 0; stream <= 2; ++stream)
            ::close(stream);
        const auto lock_file = lock_file_of(path);
        const std::vector<int> descriptors = descriptors_of(lock_file->identity());
        const bool are_closed = ::fcntl(0, F_GETFD) < 0 && ::fcntl(2, F_GETFD) < 0;
        return descriptors.size() == 1 && descriptors.front() > 2 && are_closed ? 0 : 1;
    });
    CHECK(status == 0);
}

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
