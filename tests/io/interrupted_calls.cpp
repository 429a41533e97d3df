#include "interrupted_calls.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/types.h>

namespace {

thread_local std::size_t bytes_max = 0;  ///< 0: the calls are as ever.
thread_local unsigned calls = 0;
thread_local int written_file = -1;
thread_local int synced_file = -1;

/// Every other call is interrupted before it has done anything.
bool is_interrupted() {
    if (bytes_max == 0 || ++calls % 2 == 0) return false;
    errno = EINTR;
    return true;
}

std::size_t cut(std::size_t bytes) { return bytes_max == 0 ? bytes : std::min(bytes, bytes_max); }

}  // namespace

namespace dbdb::test {

InterruptedCalls::InterruptedCalls(std::size_t bytes) {
    calls = 0;
    written_file = synced_file = -1;
    bytes_max = bytes;
}

InterruptedCalls::~InterruptedCalls() { bytes_max = 0; }

unsigned InterruptedCalls::count() const { return calls; }

int InterruptedCalls::written() const { return written_file; }

int InterruptedCalls::synced() const { return synced_file; }

}  // namespace dbdb::test

// The linker gives the calls of the library to these, and the system's own as __real_ to us. With
// offsets of 64 bits the system calls them so.
extern "C" {

ssize_t __real_pread64(int file, void* target, std::size_t bytes, off64_t offset);
ssize_t __real_pwrite64(int file, const void* source, std::size_t bytes, off64_t offset);
int __real_fdatasync(int file);
ssize_t __real_copy_file_range(int, off64_t*, int, off64_t*, std::size_t, unsigned);
int __real_ftruncate64(int file, off64_t bytes);

ssize_t __wrap_pread64(int file, void* target, std::size_t bytes, off64_t offset) {
    return is_interrupted() ? -1 : __real_pread64(file, target, cut(bytes), offset);
}

ssize_t __wrap_pwrite64(int file, const void* source, std::size_t bytes, off64_t offset) {
    written_file = file;
    return is_interrupted() ? -1 : __real_pwrite64(file, source, cut(bytes), offset);
}

ssize_t __wrap_copy_file_range(
    int from, off64_t* from_offset, int to, off64_t* to_offset, std::size_t bytes, unsigned flags) {
    if (is_interrupted()) return -1;
    return __real_copy_file_range(from, from_offset, to, to_offset, cut(bytes), flags);
}

int __wrap_fdatasync(int file) {
    synced_file = file;
    return is_interrupted() ? -1 : __real_fdatasync(file);
}

int __wrap_ftruncate64(int file, off64_t bytes) {
    return is_interrupted() ? -1 : __real_ftruncate64(file, bytes);
}

}  // extern "C"
