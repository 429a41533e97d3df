#include "io/temporary_file.hpp"

#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "io/beside.hpp"
#include "io/create_file.hpp"
#include "io/failure.hpp"

namespace dbdb::io {

namespace {

/// Whether a file system refused because it knows no second names.
bool knows_no_links(int reason) {
    return reason == EPERM || reason == EOPNOTSUPP || reason == ENOSYS || reason == EMLINK;
}

}  // namespace

TemporaryFile::TemporaryFile(std::filesystem::path final_path, std::uint32_t permissions)
    : final_path_(std::move(final_path)) {
    if (!final_path_.has_filename() || final_path_.native().find('\0') != std::string::npos)
        throw Error(Errc::invalid, final_path_.string() + ": is not the name of a file");
    name_ = final_path_.filename().string() + "-new-" + random_digits();
    directory_ = open_directory_of(final_path_);
    constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
    Descriptor made = open_descriptor(directory_, name_, flags, permissions);
    if (!made) throw failure("cannot create the file");
    try {
        file_ = std::make_shared<LocalFile>(
            LocalFile::Parts{.descriptor = std::move(made), .name = final_path_.string()});
    } catch (...) {
        ::unlinkat(directory_.number(), name_.c_str(), 0);
        throw;
    }
}

TemporaryFile::~TemporaryFile() {
    if (!name_.empty()) ::unlinkat(directory_.number(), name_.c_str(), 0);
}

bool TemporaryFile::publish() {
    file_->sync();
    if (!give_final_name()) return false;
    sync_directory(directory_, final_path_);
    return true;
}

/// A link fails when the name is taken, where a plain rename would replace.
bool TemporaryFile::give_final_name() {
    const std::string final_name = final_path_.filename().string();
    const int directory = directory_.number();
    if (::linkat(directory, name_.c_str(), directory, final_name.c_str(), 0) != 0) {
        if (errno == EEXIST) return false;
        if (knows_no_links(errno)) return move_to_final_name();
        throw failure("cannot name the file");
    }
    ::unlinkat(directory, name_.c_str(), 0);
    name_.clear();
    return true;
}

bool TemporaryFile::move_to_final_name() {
    const std::string final_name = final_path_.filename().string();
    const int directory = directory_.number();
    const int result =
        ::renameat2(directory, name_.c_str(), directory, final_name.c_str(), RENAME_NOREPLACE);
    if (result != 0 && errno == EEXIST) return false;
    if (result != 0) throw failure("cannot name the file");
    name_.clear();
    return true;
}

Error TemporaryFile::failure(const char* act) const {
    return io_error(final_path_.string() + ": " + act);
}

}  // namespace dbdb::io
