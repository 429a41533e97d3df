#include "io/status.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "io/failure.hpp"

namespace dbdb::io {

namespace {

constexpr unsigned all_but_times =
    STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_UID | STATX_GID | STATX_INO | STATX_SIZE;

}  // namespace

std::optional<FileStatus> status_at(int directory, const char* path, int flags) {
    struct statx found {};

    if (::statx(directory, path, flags, all_but_times, &found) != 0) return std::nullopt;
    return FileStatus{{makedev(found.stx_dev_major, found.stx_dev_minor), found.stx_ino},
                      found.stx_size,
                      found.stx_nlink,
                      found.stx_mode,
                      found.stx_uid,
                      found.stx_gid};
}

std::optional<FileStatus> status_of(int descriptor) {
    return status_at(descriptor, "", AT_EMPTY_PATH);
}

FileStatus status_of(const Descriptor& file, const std::string& name) {
    const std::optional<FileStatus> status = status_of(file.number());
    if (!status) throw io_error(name + ": cannot look at the file");
    return *status;
}

}  // namespace dbdb::io
