#include "io/identity.hpp"

#include <fcntl.h>

#include "io/failure.hpp"
#include "io/status.hpp"

namespace dbdb::io {

namespace {

std::optional<FileIdentity> look(const std::filesystem::path& path, int flags) {
    if (const auto status = status_at(AT_FDCWD, path.c_str(), flags)) return status->identity;
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw io_error(path.string() + ": cannot look at the file");
}

}  // namespace

FileIdentity identity_of(const Descriptor& file, const std::string& name) {
    return status_of(file, name).identity;
}

std::optional<FileIdentity> identity_of(const std::filesystem::path& path) { return look(path, 0); }

std::optional<FileIdentity> identity_of_link(const std::filesystem::path& path) {
    return look(path, AT_SYMLINK_NOFOLLOW);
}

}  // namespace dbdb::io
