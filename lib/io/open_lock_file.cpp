#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/failure.hpp"
#include "io/lock_file.hpp"

namespace dbdb::io {

namespace {

/// Pipes must not make us wait, links must not lead us elsewhere.
constexpr int lock_file_flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

mode_t lock_file_mode(const LocalFile& data_file) {
    constexpr mode_t reading_and_writing = 0666;
    return data_file.permissions() & reading_and_writing;
}

/// Whoever may write the data file must be able to open its lock, whatever the umask and whoever
/// makes it first. Only as far as the system lets us: a plain user cannot give files away.
void take_over_owner_and_mode(const Descriptor& lock_file, const LocalFile& data_file) {
    const FileOwner owner = data_file.owner();
    [[maybe_unused]] int refused = ::fchown(lock_file.number(), owner.user, owner.group);
    refused = ::fchmod(lock_file.number(), lock_file_mode(data_file));
}

Descriptor create(const std::filesystem::path& path, const LocalFile& data_file) {
    Descriptor made =
        open_descriptor(path, lock_file_flags | O_CREAT | O_EXCL, lock_file_mode(data_file));
    if (made) take_over_owner_and_mode(made, data_file);
    return made;
}

Descriptor open_or_create(const std::filesystem::path& path, const LocalFile& data_file) {
    Descriptor opened = open_descriptor(path, lock_file_flags);
    if (opened || errno != ENOENT) return opened;
    opened = create(path, data_file);
    if (opened || errno != EEXIST) return opened;
    return open_descriptor(path, lock_file_flags);  // Another process was quicker.
}

}  // namespace

std::filesystem::path lock_file_path(const LocalFile& data_file) {
    std::filesystem::path path = data_file.resolved_path();
    path += "-lock";
    return path;
}

Descriptor open_lock_file(const LocalFile& data_file) {
    const std::filesystem::path path = lock_file_path(data_file);
    Descriptor opened = open_or_create(path, data_file);
    if (!opened) {
        const char* text = errno == ELOOP ? ": the lock file is a symbolic link"
                                          : ": cannot open or make the lock file";
        throw io_error(path.string() + text);
    }

    struct stat status {};

    if (::fstat(opened.number(), &status) != 0) throw io_error(path.string() + ": cannot look");
    if (!S_ISREG(status.st_mode))
        throw Error(Errc::io, path.string() + ": the lock file is not a regular file");
    return opened;
}

}  // namespace dbdb::io
