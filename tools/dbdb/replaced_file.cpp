#include "replaced_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.hpp"

namespace dbdb::tool {

namespace {

unsigned default_mode() {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666U & ~mask;
}

/// Of what is there.
unsigned mode_of(const std::string& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0) return default_mode();
    if (S_ISREG(status.st_mode)) return status.st_mode & 07777U;
    throw Failure(ExitCode::cannot_open, path + ": is no regular file; redirect the output to it");
}

/// Behind a link it is the file that is replaced, not the link.
std::string resolved(const std::string& path) {
    std::error_code error;
    const auto canonical = std::filesystem::weakly_canonical(path, error);
    return error ? path : canonical.string();
}

}  // namespace

ReplacedFile::ReplacedFile(const std::string& path)
    : path_(resolved(path)), temporary_(path_ + "-new-XXXXXX"), mode_(mode_of(path_)) {
    descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor_ < 0)
        throw system_failure(ExitCode::cannot_open, path_ + ": cannot make the file", errno);
}

ReplacedFile::~ReplacedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void ReplacedFile::fail(const char* what) const {
    throw system_failure(ExitCode::input_output, path_ + ": " + what, errno);
}

void ReplacedFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot write");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void ReplacedFile::publish() {
    if (::fchmod(descriptor_, mode_) != 0) fail("cannot set the permissions");
    if (::fsync(descriptor_) != 0) fail("cannot bring the file to the disk");
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot name the file");
    temporary_.clear();
}

}  // namespace dbdb::tool
