#include "io/identity.hpp"

#include <sys/stat.h>

#include "io/failure.hpp"

namespace dbdb::io {

namespace {

FileIdentity identity_in(const struct stat& status) {
    return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
}

std::optional<FileIdentity> look(const std::filesystem::path& path,
                                 int (*ask)(const char*, struct stat*)) {
    struct stat status {};

    if (ask(path.c_str(), &status) == 0) return identity_in(status);
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw io_error(path.string() + ": cannot look at the file");
}

}  // namespace

FileIdentity identity_of(const Descriptor& file, const std::string& name) {
    struct stat status {};

    if (::fstat(file.number(), &status) != 0) throw io_error(name + ": cannot look at the file");
    return identity_in(status);
}

std::optional<FileIdentity> identity_of(const std::filesystem::path& path) {
    return look(path, ::stat);
}

std::optional<FileIdentity> identity_of_link(const std::filesystem::path& path) {
    return look(path, ::lstat);
}

}  // namespace dbdb::io
