#include <fcntl.h>
#include <sys/stat.h>

#include "io/failure.hpp"
#include "io/local_file.hpp"

namespace dbdb::io {

namespace {

/// What kind of failure it is that a file could not be opened for `reason`, an errno.
Errc kind_of_refusal(int reason) {
    switch (reason) {
        case ENOENT:
        case ENOTDIR:
            return Errc::not_found;
        case EISDIR:
        case ENXIO:
        case ENODEV:
            return Errc::not_a_database;
        case EROFS:
            return Errc::read_only;
        default:
            return Errc::io;
    }
}

Error open_error(const std::string& name, int reason) {
    return {kind_of_refusal(reason), name + ": cannot open the file", reason};
}

std::filesystem::path resolve(const std::filesystem::path& path) {
    if (path.empty()) throw Error(Errc::invalid, "the name of the file is empty");
    if (path.native().find('\0') != std::string::npos)
        throw Error(Errc::invalid, path.string() + ": the name holds a zero byte");
    std::error_code reason;
    std::filesystem::path resolved = std::filesystem::canonical(path, reason);
    if (reason) throw open_error(path.string(), reason.value());
    return resolved;
}

/// Why a descriptor of this kind cannot be a database, or null.
const char* foreign_kind(mode_t mode) {
    if (S_ISREG(mode)) return nullptr;
    if (S_ISDIR(mode)) return "is a directory";
    if (S_ISFIFO(mode)) return "is a pipe";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "is a device";
    return "is not a regular file";
}

void require_regular(const Descriptor& file, const std::string& name) {
    struct stat status {};

    if (::fstat(file.number(), &status) != 0) throw io_error(name + ": cannot look at the file");
    if (const char* kind = foreign_kind(status.st_mode))
        throw Error(Errc::not_a_database, name + ": " + kind);
}

}  // namespace

std::shared_ptr<LocalFile> open_local(const std::filesystem::path& path, OpenMode mode) {
    const std::filesystem::path resolved = resolve(path);
    const int access = mode == OpenMode::read_only ? O_RDONLY : O_RDWR;
    // O_NONBLOCK: a pipe must not make us wait for its other end. It means nothing to a file.
    Descriptor descriptor = open_descriptor(resolved, access | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (!descriptor) throw open_error(path.string(), errno);
    require_regular(descriptor, path.string());
    return std::make_shared<LocalFile>(LocalFile::Parts{.descriptor = std::move(descriptor),
                                                        .name = path.string(),
                                                        .resolved_path = resolved,
                                                        .read_only = mode == OpenMode::read_only});
}

}  // namespace dbdb::io
