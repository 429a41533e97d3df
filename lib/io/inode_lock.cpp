#include "io/inode_lock.hpp"

#include <fcntl.h>

#include "io/failure.hpp"
#include "io/identity.hpp"

namespace dbdb::io {

namespace {

#ifdef F_OFD_SETLK
constexpr int without_waiting = F_OFD_SETLK;
constexpr int with_waiting = F_OFD_SETLKW;
constexpr int without_locking = F_OFD_GETLK;
#else
constexpr int without_waiting = -1;  // No such command: fcntl says EINVAL.
constexpr int with_waiting = -1;
constexpr int without_locking = -1;
#endif

constexpr off_t lock_byte = 0;
constexpr off_t line_byte = 1;

/// Without /proc the name must serve, and it may lead to another file by now.
Descriptor open_again_by_name(const Descriptor& file,
                              const std::filesystem::path& path,
                              const std::string& name) {
    Descriptor again = open_descriptor(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
    if (again && identity_of(again, name) != identity_of(file, name))
        throw Error(Errc::io, name + ": the file was replaced while it was being locked");
    return again;
}

struct flock range_of(short kind, off_t byte) {
    struct flock range {};

    range.l_type = kind;
    range.l_whence = SEEK_SET;
    range.l_start = byte;
    range.l_len = 1;
    return range;
}

Descriptor open_again(const Descriptor& file,
                      const std::filesystem::path& path,
                      const std::string& name) {
    Descriptor again = reopen(file, O_RDWR | O_NONBLOCK);
    if (!again && errno == ENOENT) again = open_again_by_name(file, path, name);
    if (!again) throw io_error(name + ": cannot open the file again to lock it");
    return again;
}

}  // namespace

InodeLock::InodeLock(const Descriptor& file,
                     const std::filesystem::path& resolved_path,
                     const std::string& name)
    : descriptor_(open_again(file, resolved_path, name)), name_(name) {}

void InodeLock::lock() { acquire(with_waiting, lock_byte); }

bool InodeLock::try_lock() { return acquire(without_waiting, lock_byte); }

void InodeLock::unlock() noexcept { release(lock_byte); }

bool InodeLock::try_stand_in_line() { return acquire(without_waiting, line_byte); }

void InodeLock::leave_line() noexcept { release(line_byte); }

bool InodeLock::is_line_taken() const noexcept {
    struct flock range = range_of(F_WRLCK, line_byte);
    const int result = ::fcntl(descriptor_.number(), without_locking, &range);
    return result == 0 && range.l_type != F_UNLCK;
}

bool InodeLock::acquire(int command, off_t byte) {
    if (descriptor_.number() < 0)
        throw Error(Errc::closed, name_ + ": the file was opened before this process was forked");
    struct flock range = range_of(F_WRLCK, byte);
    while (::fcntl(descriptor_.number(), command, &range) != 0) {
        if (errno == EINTR) continue;
        if (errno == EINVAL) return true;
        if (errno == EAGAIN || errno == EACCES) return false;
        throw io_error(name_ + ": lock on the file");
    }
    return true;
}

void InodeLock::release(off_t byte) noexcept {
    struct flock range = range_of(F_UNLCK, byte);
    ::fcntl(descriptor_.number(), without_waiting, &range);
}

}  // namespace dbdb::io
