#include "io/create_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "io/failure.hpp"
#include "io/identity.hpp"
#include "io/temporary_file.hpp"

namespace dbdb::io {

namespace {

/// A link whose end is missing takes the name but is no file that anyone could open.
void refuse_dangling_link(const std::filesystem::path& path) {
    if (identity_of_link(path) && !identity_of(path))
        throw Error(Errc::io, path.string() + ": is a symbolic link to a file that does not exist");
}

}  // namespace

bool create_file(const std::filesystem::path& path, std::span<const std::byte> contents) {
    TemporaryFile file(path);
    file.file()->write_at(0, contents);
    if (file.publish()) return true;
    refuse_dangling_link(path);
    return false;
}

void sync_directory(const std::filesystem::path& directory) {
    const Descriptor opened = open_descriptor(directory, O_RDONLY | O_DIRECTORY);
    if (!opened) throw io_error(directory.string() + ": cannot open the directory");
    sync_directory(opened, directory);
}

void sync_directory(const Descriptor& directory, const std::filesystem::path& name) {
    while (::fsync(directory.number()) != 0) {
        if (errno == EINTR) continue;
        if (errno == EINVAL) return;  // A file system that keeps names without being asked.
        throw io_error(name.string() + ": sync of the directory");
    }
}

}  // namespace dbdb::io
