#include <fcntl.h>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/temporary_directory.hpp"

namespace {

thread_local bool is_watched = false;
thread_local unsigned looks = 0;
thread_local unsigned looks_at_times = 0;

/// Notes a look at a file, which asks for its times or does not.
void note(bool asks_for_times) {
    if (!is_watched) return;
    ++looks;
    looks_at_times += asks_for_times ? 1 : 0;
}

}  // namespace

// The linker gives the calls of the library to these, and the system's own as __real_ to us. With
// offsets of 64 bits the system calls them so.
extern "C" {

int __real_fstat64(int file, struct stat64* status);
int __real_stat64(const char* path, struct stat64* status);
int __real_lstat64(const char* path, struct stat64* status);
int __real_fstatat64(int directory, const char* path, struct stat64* status, int flags);
int __real_statx(int directory, const char* path, int flags, unsigned mask, struct statx* status);

int __wrap_fstat64(int file, struct stat64* status) {
    note(true);
    return __real_fstat64(file, status);
}

int __wrap_stat64(const char* path, struct stat64* status) {
    note(true);
    return __real_stat64(path, status);
}

int __wrap_lstat64(const char* path, struct stat64* status) {
    note(true);
    return __real_lstat64(path, status);
}

int __wrap_fstatat64(int directory, const char* path, struct stat64* status, int flags) {
    note(true);
    return __real_fstatat64(directory, path, status, flags);
}

int __wrap_statx(int directory, const char* path, int flags, unsigned mask, struct statx* status) {
    note((mask & (STATX_ATIME | STATX_MTIME | STATX_CTIME)) != 0);
    return __real_statx(directory, path, flags, mask, status);
}

}  // extern "C"

namespace dbdb::test {

// Linux 6.13 and later have the sync of a file whose times were asked for write its inode as well.
TEST_CASE("a commit looks at its file, but not at the times of it") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.dbdb");
    looks = looks_at_times = 0;

    is_watched = true;
    for (int commit = 0; commit < 3; ++commit)
        db.set("key", std::to_string(commit));
    is_watched = false;

    CHECK(looks >= 3);
    CHECK(looks_at_times == 0);
}

}  // namespace dbdb::test
