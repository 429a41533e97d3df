/// Lets go of what takes the system long to give back, in a thread of its own: to close a file of
/// some gigabytes that has no name any more takes about a second.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace dbdb::transaction {

/// The thread runs only while there is something to let go of, and leaves nothing behind that would
/// have to be joined, in a forked child for instance. Any thread may call anything but the
/// destructor.
class Releaser {
public:
    Releaser() = default;

    /// Waits until all is let go of.
    ~Releaser();

    /// Gives up this share of `what` soon, and what it is the last share of; at once where there is
    /// no memory, or no thread to be had.
    void release(std::shared_ptr<const void> what) noexcept;

    Releaser(const Releaser&) = delete;
    Releaser& operator=(const Releaser&) = delete;

private:
    using Shares = std::vector<std::shared_ptr<const void>>;

    void run() noexcept;
    Shares take_all() noexcept;

    std::mutex mutex_;
    std::condition_variable ended_;
    Shares waiting_;
    bool is_running_ = false;  ///< The thread will look once more.
};

}  // namespace dbdb::transaction
