#include "io/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace dbdb::io {

namespace {

constexpr int first_own_number = STDERR_FILENO + 1;

Descriptor open_from(int base, const std::filesystem::path& path, int flags, mode_t mode) {
    int number = -1;
    do {
        number = ::openat(base, path.c_str(), flags | O_CLOEXEC, mode);
    } while (number < 0 && errno == EINTR);
    return beyond_standard_streams(Descriptor(number));
}

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = std::exchange(other.number_, -1);
    }
    return *this;
}

void Descriptor::close() noexcept {
    const int number = std::exchange(number_, -1);
    if (number < 0) return;
    // Never repeated after EINTR: the number is free by then and may be another thread's.
    const int reason = errno;
    ::close(number);
    errno = reason;
}

Descriptor open_descriptor(const std::filesystem::path& path, int flags, mode_t mode) {
    return open_from(AT_FDCWD, path, flags, mode);
}

Descriptor open_descriptor(const Descriptor& base,
                           const std::filesystem::path& path,
                           int flags,
                           mode_t mode) {
    return open_from(base.number(), path, flags, mode);
}

Descriptor beyond_standard_streams(Descriptor descriptor) {
    if (!descriptor || descriptor.number() >= first_own_number) return descriptor;
    return Descriptor(::fcntl(descriptor.number(), F_DUPFD_CLOEXEC, first_own_number));
}

Descriptor reopen(const Descriptor& descriptor, int flags) {
    return open_descriptor(reopen_path(descriptor), flags);
}

std::filesystem::path reopen_path(const Descriptor& descriptor) {
    return "/proc/self/fd/" + std::to_string(descriptor.number());
}

}  // namespace dbdb::io
