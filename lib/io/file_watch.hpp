/// Waiting until a file may have been written, or somebody calls.
///
/// The system tells of writes where it can (inotify); else, and at times in any case, the wait just
/// ends, so that its caller looks. Every end of a wait is a reason to look, none is a promise.
#pragma once

#include <chrono>
#include <filesystem>

#include "io/descriptor.hpp"

namespace dbdb::io {

class FileWatch {
public:
    /// Watches nothing yet. Without a path it only waits for calls. Throws Error{Errc::io} when no
    /// descriptor is left.
    explicit FileWatch(std::filesystem::path path);

    /// Watches the file that the path names now, which may be another one than before. A write
    /// after this ends the next wait.
    void renew() noexcept;

    /// Returns after a write or a call, maybe earlier, and at `timeout` at the latest.
    void wait(std::chrono::milliseconds timeout) noexcept;

    /// Ends the present wait, or else the next one. For any thread and for signal handlers.
    void call() noexcept;

    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;

private:
    std::filesystem::path path_;
    Descriptor calls_;
    Descriptor writes_;  ///< Empty where the system does not tell.
    int watched_ = -1;   ///< What it calls the file that is watched.
};

}  // namespace dbdb::io
