#include "io/inode_lock.hpp"

#include <fcntl.h>

#include "io/failure.hpp"
#include "io/identity.hpp"

namespace dbdb::io {

namespace {

#ifdef F_OFD_SETLK
constexpr int without_waiting = F_OFD_SETLK;
constexpr int with_waiting = F_OFD_SETLKW;
#else
constexpr int without_waiting = -1;  // No such command: fcntl says EINVAL.
constexpr int with_waiting = -1;
#endif

/// Without /proc the name must serve, and it may lead to another file by now.
Descriptor open_again_by_name(const Descriptor& file,
                              const std::filesystem::path& path,
                              const std::string& name) {
    Descriptor again = open_descriptor(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
    if (again && identity_of(again, name) != identity_of(file, name))
        throw Error(Errc::io, name + ": the file was replaced while it was being locked");
    return again;
}

struct flock first_byte(short kind) {
    struct flock range {};

    range.l_type = kind;
    range.l_whence = SEEK_SET;
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

void InodeLock::lock() { acquire(with_waiting); }

bool InodeLock::try_lock() { return acquire(without_waiting); }

void InodeLock::unlock() noexcept {
    struct flock range = first_byte(F_UNLCK);
    ::fcntl(descriptor_.number(), without_waiting, &range);
}

bool InodeLock::acquire(int command) {
    if (descriptor_.number() < 0)
        throw Error(Errc::closed, name_ + ": the file was opened before this process was forked");
    struct flock range = first_byte(F_WRLCK);
    while (::fcntl(descriptor_.number(), command, &range) != 0) {
        if (errno == EINTR) continue;
        if (errno == EINVAL) return true;
        if (errno == EAGAIN || errno == EACCES) return false;
        throw io_error(name_ + ": lock on the file");
    }
    return true;
}

}  // namespace dbdb::io
