#include "io/package_descriptor.hpp"

#include <charconv>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <unistd.h>

#include "io/status.hpp"

namespace dbdb::io {

namespace {

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

using Directory = std::unique_ptr<DIR, CloseDirectory>;

/// Empty for what is no number, as the entries for the directory itself and its parent.
std::optional<int> number_in(const char* name) {
    int number = 0;
    const char* const end = name + std::strlen(name);
    const auto parsed = std::from_chars(name, end, number);
    return parsed.ptr == end ? std::optional(number) : std::nullopt;
}

bool has_open(int number, const FileIdentity& file) {
    const auto status = status_of(number);
    return status && status->identity == file;
}

}  // namespace

StandardStreamsHeld::StandardStreamsHeld() {
    for (;;) {
        Descriptor opened(::open("/dev/null", O_RDWR | O_CLOEXEC));
        if (!opened || opened.number() > STDERR_FILENO) {
            next_number_ = opened.number();
            return;
        }
        held_.push_back(std::move(opened));
    }
}

void close_on_exec(const FileIdentity& file, int likely_number) {
    if (has_open(likely_number, file)) {
        ::fcntl(likely_number, F_SETFD, FD_CLOEXEC);
        return;
    }
    const Directory all(::opendir("/proc/self/fd"));
    if (!all) return;
    while (const dirent* entry = ::readdir(all.get())) {
        const auto number = number_in(entry->d_name);
        if (number && has_open(*number, file)) ::fcntl(*number, F_SETFD, FD_CLOEXEC);
    }
}

}  // namespace dbdb::io
