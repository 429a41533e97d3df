#include "io/directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "io/create_file.hpp"
#include "io/failure.hpp"

namespace dbdb::io {

namespace {

/// Links are not followed, pipes do not make us wait.
constexpr int careful_flags = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

struct Close {
    void operator()(DIR* stream) const { ::closedir(stream); }
};

}  // namespace

std::vector<std::string> names_in(const Descriptor& directory, const std::filesystem::path& name) {
    const Descriptor again = open_descriptor(directory, ".", O_RDONLY | O_DIRECTORY);
    const int number = again ? ::fcntl(again.number(), F_DUPFD_CLOEXEC, 3) : -1;
    const std::unique_ptr<DIR, Close> stream(number < 0 ? nullptr : ::fdopendir(number));
    if (!stream) {
        const Error failure = io_error(name.string() + ": cannot read the directory");
        if (number >= 0) ::close(number);
        throw failure;
    }
    std::vector<std::string> names;
    const auto next = [&] {
        errno = 0;  // The end of the directory leaves it so, a failure does not.
        return ::readdir(stream.get());
    };
    while (const dirent* entry = next())
        names.emplace_back(entry->d_name);
    if (errno != 0) throw io_error(name.string() + ": cannot read the directory");
    return names;
}

Directory::Directory(std::filesystem::path path)
    : path_(std::move(path)), descriptor_(open_descriptor(path_, O_RDONLY | O_DIRECTORY)) {
    if (descriptor_) return;
    const Errc kind = errno == ENOENT || errno == ENOTDIR ? Errc::not_found : Errc::io;
    throw Error(kind, path_.string() + ": cannot open the directory", errno);
}

std::shared_ptr<LocalFile> Directory::open(const std::string& name) const {
    Descriptor opened = open_descriptor(descriptor_, name, careful_flags | O_RDONLY);
    if (!opened && errno == ENOENT) return nullptr;
    return file_of(std::move(opened), name, true);
}

std::shared_ptr<LocalFile> Directory::open_or_create(const std::string& name) const {
    constexpr mode_t only_owner = 0600;
    return file_of(open_descriptor(descriptor_, name, careful_flags | O_RDWR | O_CREAT, only_owner),
                   name,
                   false);
}

std::shared_ptr<LocalFile> Directory::file_of(Descriptor opened,
                                              const std::string& name,
                                              bool read_only) const {
    const std::filesystem::path path = path_ / name;
    if (!opened && errno == ELOOP)
        throw Error(Errc::io, path.string() + ": is a symbolic link, which is not followed", ELOOP);
    if (!opened) throw io_error(path.string() + ": cannot open the file");

    struct stat status {};

    if (::fstat(opened.number(), &status) != 0) throw io_error(path.string() + ": cannot look");
    if (!S_ISREG(status.st_mode))
        throw Error(Errc::invalid, path.string() + ": is not a regular file");
    return std::make_shared<LocalFile>(LocalFile::Parts{.descriptor = std::move(opened),
                                                        .name = path.string(),
                                                        .resolved_path = path,
                                                        .read_only = read_only});
}

void Directory::remove(const std::string& name) const {
    if (::unlinkat(descriptor_.number(), name.c_str(), 0) != 0)
        throw io_error((path_ / name).string() + ": cannot remove the file");
}

void Directory::sync() const { sync_directory(descriptor_, path_); }

}  // namespace dbdb::io
