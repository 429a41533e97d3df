#include "io/replacement_file.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <vector>

#include "io/beside.hpp"
#include "io/create_file.hpp"
#include "io/directory.hpp"
#include "io/failure.hpp"

namespace dbdb::io {

namespace {

constexpr std::string_view infix = "-compact-";
constexpr std::size_t digit_count = 16;

/// Links are not followed, pipes do not make us wait.
constexpr int careful_flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

bool is_leftover_name(std::string_view name, std::string_view original) {
    if (name.size() != original.size() + infix.size() + digit_count) return false;
    if (!name.starts_with(original)) return false;
    name.remove_prefix(original.size());
    if (!name.starts_with(infix)) return false;
    name.remove_prefix(infix.size());
    return name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A plain user cannot give files away: then the data would change hands unasked, so refuse.
void copy_owner(const LocalFile& original, const Descriptor& target) {
    const FileOwner owner = original.owner();

    struct stat made {};

    if (::fstat(target.number(), &made) != 0) throw io_error(original.name() + ": cannot look");
    if (made.st_uid == owner.user && made.st_gid == owner.group) return;
    if (::fchown(target.number(), owner.user, owner.group) != 0)
        throw io_error(original.name() + ": cannot give the new file the owner of this one");
}

/// Where the file system has none, or the file has none, there is nothing to copy.
void copy_access_list(const LocalFile& original, const Descriptor& target) {
    constexpr const char* attribute = "system.posix_acl_access";
    std::array<char, 4096> list{};
    const ssize_t bytes =
        ::getxattr(original.resolved_path().c_str(), attribute, list.data(), list.size());
    if (bytes < 0 && (errno == ENODATA || errno == EOPNOTSUPP)) return;
    const bool is_copied =
        bytes >= 0 &&
        ::fsetxattr(target.number(), attribute, list.data(), static_cast<std::size_t>(bytes), 0) ==
            0;
    if (!is_copied) throw io_error(original.name() + ": cannot copy its access control list");
}

/// Made for its owner alone; what it may be beyond that is known once the owner is right.
Descriptor create(const LocalFile& original, const Descriptor& directory, const std::string& name) {
    constexpr mode_t only_owner = 0600;
    Descriptor made =
        open_descriptor(directory, name, careful_flags | O_CREAT | O_EXCL, only_owner);
    if (!made) throw io_error(original.name() + ": cannot create a new file beside it");
    return made;
}

void copy_rights(const LocalFile& original, const Descriptor& target) {
    copy_owner(original, target);
    if (::fchmod(target.number(), original.permissions()) != 0)
        throw io_error(original.name() + ": cannot give the new file its permissions");
    copy_access_list(original, target);
    // Later syncs are for the contents only.
    while (::fsync(target.number()) != 0)
        if (errno != EINTR) throw io_error(original.name() + ": sync of the new file");
}

/// The names that look like leftovers of `original`.
std::vector<std::string> leftover_names(const LocalFile& original, const Descriptor& directory) {
    const std::string name = original.resolved_path().filename().string();
    std::vector<std::string> names = names_in(directory, original.name());
    std::erase_if(names, [&](const std::string& found) { return !is_leftover_name(found, name); });
    return names;
}

/// Whether somebody is at work on the file.
bool is_in_use(Descriptor descriptor, const std::string& name) {
    LocalFile file({.descriptor = std::move(descriptor), .name = name});
    return !file.inode_lock().try_lock();
}

}  // namespace

ReplacementFile::ReplacementFile(const LocalFile& original)
    : final_path_(original.resolved_path()),
      name_(final_path_.filename().string() + std::string(infix) + random_digits()),
      directory_(open_directory_of(final_path_)) {
    Descriptor made = create(original, directory_, name_);
    try {
        copy_rights(original, made);
        file_ = std::make_shared<LocalFile>(LocalFile::Parts{
            .descriptor = std::move(made), .name = original.name(), .resolved_path = final_path_});
        file_->inode_lock().try_lock();
    } catch (...) {
        ::unlinkat(directory_.number(), name_.c_str(), 0);
        throw;
    }
}

ReplacementFile::~ReplacementFile() {
    if (!name_.empty()) ::unlinkat(directory_.number(), name_.c_str(), 0);
}

void ReplacementFile::take_name() {
    const int directory = directory_.number();

    struct stat named {};

    const bool is_there = ::fstatat(directory, name_.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0;
    if (!is_there || FileIdentity{named.st_dev, named.st_ino} != file_->identity())
        throw Error(Errc::io, file_->name() + ": somebody has taken away the new file");
    const std::string final_name = final_path_.filename().string();
    if (::renameat(directory, name_.c_str(), directory, final_name.c_str()) != 0)
        throw io_error(file_->name() + ": cannot give the new file this name");
    name_.clear();
}

void ReplacementFile::sync_name() const { sync_directory(directory_, final_path_); }

bool remove_leftovers(const LocalFile& original) {
    const Descriptor directory = open_directory_of(original.resolved_path());
    bool is_under_way = false;
    for (const std::string& name : leftover_names(original, directory)) {
        Descriptor opened = open_descriptor(directory, name, careful_flags);

        struct stat status {};

        if (!opened || ::fstat(opened.number(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        if (is_in_use(std::move(opened), name)) {
            is_under_way = true;
        } else {
            ::unlinkat(directory.number(), name.c_str(), 0);
        }
    }
    return is_under_way;
}

std::uint64_t free_bytes_beside(const LocalFile& original) {
    struct statvfs status {};

    if (::statvfs(original.resolved_path().parent_path().c_str(), &status) != 0)
        throw io_error(original.name() + ": cannot ask for the free space of its disk");
    return std::uint64_t{status.f_bavail} * status.f_frsize;
}

}  // namespace dbdb::io
