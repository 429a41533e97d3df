#include "system_calls.hpp"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <fcntl.h>
#include <span>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace dbdb::test {

namespace {

using Kind = DiskCall::Kind;

/// Where calls go to, and the directory that is watched.
SystemCalls* recorded = nullptr;
std::uint64_t watched = 0;

struct stat status_of(int descriptor) {
    struct stat status {};

    ::fstat(descriptor, &status);
    return status;
}

void note(const DirectoryCall& call) {
    recorded->steps.push_back({true});
    recorded->directory.push_back(call);
}

void note(int descriptor, DiskCall call) {
    const DirectoryCall::File file = status_of(descriptor).st_ino;
    DiskLog& log = recorded->files[file];
    if (call.kind == Kind::sync_end) call.begin = log.size();
    recorded->steps.push_back({false, file});
    log.push_back(std::move(call));
}

bool is_watched(int directory) {
    return recorded != nullptr && directory != AT_FDCWD && status_of(directory).st_ino == watched;
}

bool is_watched_file(int descriptor) {
    return recorded != nullptr && S_ISREG(status_of(descriptor).st_mode) &&
           status_of(descriptor).st_nlink > 0;
}

DirectoryCall::File file_of(int directory, const char* name) {
    struct stat status {};

    ::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW);
    return status.st_ino;
}

int note_sync(int descriptor, long result) {
    if (result != 0 || recorded == nullptr) return static_cast<int>(result);
    if (is_watched(descriptor)) {
        note(DirectoryCall{DirectoryCall::Kind::sync});
    } else if (is_watched_file(descriptor)) {
        note(descriptor, {Kind::sync_end});
    }
    return 0;
}

}  // namespace

SystemCallRecorder::SystemCallRecorder(const std::filesystem::path& directory) {
    watched = file_of(AT_FDCWD, directory.c_str());
    recorded = &calls_;
}

SystemCallRecorder::~SystemCallRecorder() { recorded = nullptr; }

}  // namespace dbdb::test

extern "C" {

using namespace dbdb::test;

int openat(int directory, const char* name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    const long descriptor = ::syscall(SYS_openat, directory, name, flags, mode);
    if (descriptor >= 0 && (flags & O_EXCL) != 0 && is_watched(directory))
        note({DirectoryCall::Kind::link, name, "", file_of(directory, name)});
    return static_cast<int>(descriptor);
}

ssize_t pwrite(int descriptor, const void* source, size_t bytes, off_t offset) {
    const ssize_t result = ::syscall(SYS_pwrite64, descriptor, source, bytes, offset);
    if (result <= 0 || !is_watched_file(descriptor)) return result;
    const std::span written(static_cast<const std::byte*>(source),
                            static_cast<std::size_t>(result));
    note(descriptor,
         {Kind::write,
          static_cast<std::uint64_t>(offset),
          0,
          std::vector(written.begin(), written.end())});
    return result;
}

/// For the disk it is a write of what then stands there.
ssize_t copy_file_range(
    int from, off64_t* from_offset, int to, off64_t* to_offset, size_t bytes, unsigned flags) {
    const off64_t place = *to_offset;
    const long result =
        ::syscall(SYS_copy_file_range, from, from_offset, to, to_offset, bytes, flags);
    if (result <= 0 || !is_watched_file(to)) return result;
    std::vector<std::byte> written(static_cast<std::size_t>(result));
    if (::pread(to, written.data(), written.size(), place) != result) return -1;
    note(to, {Kind::write, static_cast<std::uint64_t>(place), 0, std::move(written)});
    return result;
}

int fsync(int descriptor) { return note_sync(descriptor, ::syscall(SYS_fsync, descriptor)); }

int fdatasync(int descriptor) {
    return note_sync(descriptor, ::syscall(SYS_fdatasync, descriptor));
}

int linkat(int from, const char* name, int to, const char* new_name, int flags) noexcept {
    const long result = ::syscall(SYS_linkat, from, name, to, new_name, flags);
    if (result == 0 && is_watched(to))
        note({DirectoryCall::Kind::link, new_name, "", file_of(to, new_name)});
    return static_cast<int>(result);
}

int renameat2(int from, const char* name, int to, const char* new_name, unsigned flags) noexcept {
    const long result = ::syscall(SYS_renameat2, from, name, to, new_name, flags);
    if (result == 0 && is_watched(to))
        note({DirectoryCall::Kind::rename, new_name, name, file_of(to, new_name)});
    return static_cast<int>(result);
}

int renameat(int from, const char* name, int to, const char* new_name) noexcept {
    return renameat2(from, name, to, new_name, 0);
}

int unlinkat(int directory, const char* name, int flags) noexcept {
    const long result = ::syscall(SYS_unlinkat, directory, name, flags);
    if (result == 0 && is_watched(directory)) note({DirectoryCall::Kind::remove, name});
    return static_cast<int>(result);
}
}
