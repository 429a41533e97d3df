#include "io/file_watch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <utility>

#include "io/failure.hpp"

namespace dbdb::io {

namespace {

using std::chrono::milliseconds;

/// How often to look where the system does not tell of writes.
constexpr milliseconds look_interval{20};

/// How often to look in any case: a rename on a stacked file system, for one, may go untold.
constexpr milliseconds look_interval_max{1000};

/// A file that is renamed over loses a name, which is a change of its attributes.
constexpr std::uint32_t events = IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF;

/// What happened is told by looking at the file.
void drain(const Descriptor& descriptor) noexcept {
    std::array<char, 4096> bytes;
    while (descriptor && ::read(descriptor.number(), bytes.data(), bytes.size()) > 0) {
    }
}

}  // namespace

FileWatch::FileWatch(std::filesystem::path path)
    : path_(std::move(path)),
      calls_(beyond_standard_streams(Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)))) {
    if (!calls_) throw io_error(path_.string() + ": cannot be watched");
    if (path_.empty()) return;
    writes_ = beyond_standard_streams(Descriptor(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)));
}

void FileWatch::renew() noexcept {
    if (!writes_) return;
    const int watched = ::inotify_add_watch(writes_.number(), path_.c_str(), events);
    if (watched_ >= 0 && watched != watched_) ::inotify_rm_watch(writes_.number(), watched_);
    watched_ = watched;
}

void FileWatch::wait(milliseconds timeout) noexcept {
    const bool is_told = path_.empty() || watched_ >= 0;
    const milliseconds longest = is_told ? look_interval_max : look_interval;
    std::array<pollfd, 2> waiting{pollfd{calls_.number(), POLLIN, 0},
                                  pollfd{writes_.number(), POLLIN, 0}};
    timeout = std::clamp(timeout, milliseconds(0), longest);
    if (::poll(waiting.data(), waiting.size(), static_cast<int>(timeout.count())) <= 0) return;
    drain(calls_);
    drain(writes_);
}

void FileWatch::call() noexcept {
    const int reason = errno;  // A signal handler must not change it.
    const std::uint64_t one = 1;
    static_cast<void>(!::write(calls_.number(), &one, sizeof one));
    errno = reason;
}

}  // namespace dbdb::io
