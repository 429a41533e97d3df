#include <array>
#include <climits>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/failure.hpp"
#include "io/local_file.hpp"
#include "io/status.hpp"

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

void require_name(const std::filesystem::path& path) {
    if (path.empty()) throw Error(Errc::invalid, "the name of the file is empty");
    if (path.native().find('\0') != std::string::npos)
        throw Error(Errc::invalid, path.string() + ": the name holds a zero byte");
}

std::filesystem::path resolve(const std::filesystem::path& path) {
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

struct Opened {
    Descriptor descriptor;
    FileIdentity identity;
};

Opened open_regular(const std::filesystem::path& path, int flags, const std::string& name) {
    // O_NONBLOCK: a pipe must not make us wait for its other end. It means nothing to a file.
    Descriptor descriptor = open_descriptor(path, flags | O_NONBLOCK | O_NOCTTY);
    if (!descriptor) throw open_error(name, errno);

    const FileStatus status = status_of(descriptor, name);
    if (const char* kind = foreign_kind(status.mode))
        throw Error(Errc::not_a_database, name + ": " + kind);
    return {std::move(descriptor), status.identity};
}

/// Where the path that `file` was opened by has led to, as the system says; empty when it does not,
/// or when that is not its name any more. One call, where to follow the path costs one for each of
/// its parts.
std::filesystem::path name_of(const Opened& file) {
    std::array<char, PATH_MAX> name;
    const ssize_t bytes =
        ::readlink(reopen_path(file.descriptor).c_str(), name.data(), name.size());
    if (bytes <= 0 || static_cast<std::size_t>(bytes) == name.size()) return {};
    std::filesystem::path found(name.data(), name.data() + bytes);
    return identity_of(found) == file.identity ? found : std::filesystem::path();
}

}  // namespace

std::shared_ptr<LocalFile> open_local(const std::filesystem::path& path, OpenMode mode) {
    require_name(path);
    const std::string name = path.string();
    const int access = mode == OpenMode::read_only ? O_RDONLY : O_RDWR;
    Opened opened = open_regular(path, access, name);
    std::filesystem::path resolved = name_of(opened);
    if (resolved.empty()) {
        resolved = resolve(path);
        opened = open_regular(resolved, access | O_NOFOLLOW, name);
    }
    return std::make_shared<LocalFile>(LocalFile::Parts{.descriptor = std::move(opened.descriptor),
                                                        .name = name,
                                                        .resolved_path = std::move(resolved),
                                                        .read_only = mode == OpenMode::read_only});
}

}  // namespace dbdb::io
