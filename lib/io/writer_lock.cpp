#include "io/writer_lock.hpp"

#include <algorithm>
#include <thread>
#include <unistd.h>
#include <utility>

#include "dbdb/error.hpp"

namespace dbdb::io {

namespace {

using Clock = std::chrono::steady_clock;

/// Short at first, since most turns are; long enough later to cost nothing.
constexpr std::chrono::microseconds first_pause(50);
constexpr std::chrono::microseconds longest_pause(5000);
constexpr std::chrono::microseconds longest_pause_in_line(1000);

/// How long one who stands in line is let go first: many pauses, but no matter when it was stopped.
constexpr std::chrono::milliseconds patience(100);

/// Undoes a step unless the steps after it succeed.
template <typename Undo>
class Undoing {
public:
    explicit Undoing(Undo undo) : undo_(std::move(undo)) {}

    ~Undoing() {
        if (active_) undo_();
    }

    Undoing(const Undoing&) = delete;
    Undoing& operator=(const Undoing&) = delete;

    void keep() noexcept { active_ = false; }

private:
    Undo undo_;
    bool active_ = true;
};

/// Waits while somebody else stands in line, for `patience` at most.
void let_go_first(const InodeLock& inode_lock) {
    if (!inode_lock.is_line_taken()) return;
    const auto end = Clock::now() + patience;
    auto pause = first_pause;
    while (inode_lock.is_line_taken() && Clock::now() < end) {
        std::this_thread::sleep_for(pause);
        pause = std::min(2 * pause, longest_pause);
    }
}

/// The place in line, as soon as nobody else has it.
class PlaceInLine {
public:
    explicit PlaceInLine(InodeLock& inode_lock) : inode_lock_(inode_lock) {}

    ~PlaceInLine() {
        if (is_ours_) inode_lock_.leave_line();
    }

    PlaceInLine(const PlaceInLine&) = delete;
    PlaceInLine& operator=(const PlaceInLine&) = delete;

    bool take() { return is_ours_ = is_ours_ || inode_lock_.try_stand_in_line(); }

private:
    InodeLock& inode_lock_;
    bool is_ours_ = false;
};

}  // namespace

WriterLock::WriterLock(std::filesystem::path lock_path, Descriptor opened)
    : lock_file_(std::move(lock_path), std::move(opened)), owner_process_(::getpid()) {}

WriterLock::~WriterLock() { unlock(); }

void WriterLock::lock(std::shared_ptr<LocalFile> file) {
    claim();
    Undoing unclaim([&] { claimed_ = false; });
    InodeLock& inode_lock = file->inode_lock();
    let_go_first(inode_lock);
    lock_file_.lock();
    Undoing unlock_file([&] { lock_file_.unlock(); });
    inode_lock.lock();
    locked_file_ = std::move(file);
    unlock_file.keep();
    unclaim.keep();
}

bool WriterLock::try_lock_until(std::shared_ptr<LocalFile> file, Clock::time_point deadline) {
    claim();
    Undoing unclaim([&] { claimed_ = false; });
    if (!try_until(*file, deadline)) return false;
    locked_file_ = std::move(file);
    unclaim.keep();
    return true;
}

void WriterLock::move_to(std::shared_ptr<LocalFile> file) {
    if (in_forked_child() || !locked_file_)
        throw Error(Errc::closed, lock_file_.path().string() + ": the writer's turn is not ours");
    if (!file->inode_lock().try_lock())
        throw Error(Errc::locked, file->name() + ": a file that nobody else should have");
    locked_file_->inode_lock().unlock();
    locked_file_ = std::move(file);
}

void WriterLock::unlock() noexcept {
    if (!locked_file_ || in_forked_child()) return;
    const std::shared_ptr<LocalFile> file = std::exchange(locked_file_, nullptr);
    file->inode_lock().unlock();
    lock_file_.unlock();
    claimed_ = false;
}

bool WriterLock::in_forked_child() const noexcept { return ::getpid() != owner_process_; }

void WriterLock::claim() {
    const std::string name = lock_file_.path().string();
    if (in_forked_child())
        throw Error(Errc::closed,
                    name + ": the database was opened before this process was forked");
    if (claimed_.exchange(true))
        throw Error(Errc::locked, name + ": another thread of this process has the writer's turn");
}

/// A last try is made whoever stands in line: nobody comes back after it to be let go first.
bool WriterLock::try_until(LocalFile& file, Clock::time_point deadline) {
    InodeLock& inode_lock = file.inode_lock();
    if (!inode_lock.is_line_taken() && try_both(file)) return true;
    PlaceInLine place(inode_lock);
    const Clock::time_point began = Clock::now();
    for (auto pause = first_pause;; pause = 2 * pause) {
        const Clock::time_point now = Clock::now();
        const bool is_ours = place.take();
        const bool is_last = now >= deadline;
        if ((is_ours || is_last || now - began > patience) && try_both(file)) return true;
        if (is_last) return false;
        pause = std::min(pause, is_ours ? longest_pause_in_line : longest_pause);
        std::this_thread::sleep_for(std::min<Clock::duration>(pause, deadline - now));
    }
}

bool WriterLock::try_both(LocalFile& file) {
    InodeLock& inode_lock = file.inode_lock();
    if (!lock_file_.try_lock()) return false;
    Undoing unlock_file([&] { lock_file_.unlock(); });
    if (!inode_lock.try_lock()) return false;
    unlock_file.keep();
    return true;
}

}  // namespace dbdb::io
