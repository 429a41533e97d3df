#include "system_calls.hpp"

#include <atomic>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace dbdb::bench {

namespace {

// Constant-initialized: libraries write before main begins.
std::atomic<bool> counting{false};
std::atomic<std::uint64_t> syncs{0};
std::atomic<std::uint64_t> written_bytes{0};

bool flushes_each_write(int descriptor) {
    const int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && (flags & O_DSYNC) != 0;
}

long count_sync(long result) {
    if (counting.load(std::memory_order_relaxed)) syncs.fetch_add(1);
    return result;
}

/// `result` is what the system returned: a number of bytes, or -1 with errno set.
ssize_t count_write(int descriptor, long result) {
    if (!counting.load(std::memory_order_relaxed) || result < 0) return result;
    written_bytes.fetch_add(static_cast<std::uint64_t>(result));
    if (flushes_each_write(descriptor)) syncs.fetch_add(1);
    return result;
}

}  // namespace

SystemCallCounter::SystemCallCounter() {
    syncs = 0;
    written_bytes = 0;
    counting = true;
}

SystemCallCounter::~SystemCallCounter() { counting = false; }

SystemCalls SystemCallCounter::so_far() const { return {syncs, written_bytes}; }

}  // namespace dbdb::bench

using dbdb::bench::count_sync;
using dbdb::bench::count_write;

// The C library's names. Offsets are 64 bits wide on every system this is built for.
static_assert(sizeof(off_t) == 8 && sizeof(long) == 8);

extern "C" {

// These two have a second name for wide offsets, and which of the two `pwrite` stands for depends
// on the build. So both are told to the assembler, and here they have names of their own.
ssize_t counted_pwrite(int, const void*, std::size_t, off_t) __asm__("pwrite");
ssize_t counted_pwrite64(int, const void*, std::size_t, off_t) __asm__("pwrite64");
ssize_t counted_pwritev(int, const iovec*, int, off_t) __asm__("pwritev");
ssize_t counted_pwritev64(int, const iovec*, int, off_t) __asm__("pwritev64");

int fsync(int descriptor) { return static_cast<int>(count_sync(syscall(SYS_fsync, descriptor))); }

int fdatasync(int descriptor) {
    return static_cast<int>(count_sync(syscall(SYS_fdatasync, descriptor)));
}

int msync(void* bytes, std::size_t count, int flags) {
    return static_cast<int>(count_sync(syscall(SYS_msync, bytes, count, flags)));
}

ssize_t write(int descriptor, const void* bytes, std::size_t count) {
    return count_write(descriptor, syscall(SYS_write, descriptor, bytes, count));
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
    return count_write(descriptor, syscall(SYS_writev, descriptor, parts, count));
}

ssize_t counted_pwrite(int descriptor, const void* bytes, std::size_t count, off_t offset) {
    return count_write(descriptor, syscall(SYS_pwrite64, descriptor, bytes, count, offset));
}

ssize_t counted_pwrite64(int descriptor, const void* bytes, std::size_t count, off_t offset) {
    return counted_pwrite(descriptor, bytes, count, offset);
}

ssize_t counted_pwritev(int descriptor, const iovec* parts, int count, off_t offset) {
    // The kernel takes the offset in two halves; the second one is void where a long has 64 bits.
    return count_write(descriptor, syscall(SYS_pwritev, descriptor, parts, count, offset, 0L));
}

ssize_t counted_pwritev64(int descriptor, const iovec* parts, int count, off_t offset) {
    return counted_pwritev(descriptor, parts, count, offset);
}

}  // extern "C"
