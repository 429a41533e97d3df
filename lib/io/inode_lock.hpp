/// The writer's lock on the database file itself, for files with several names.
///
/// The lock file lies beside a name, so two processes that use two hard links of one file would
/// hold two lock files. This lock is bound to the file: an "open file description" lock on its
/// first byte. Such a lock excludes other open files of any process, has nothing to do with POSIX
/// record locks, and goes when its descriptor closes, that is at the latest with its process. It
/// sits on an open file of its own, which forked children do not keep, so that a child cannot hold
/// the lock of a dead parent. Where the system has no such locks, every attempt succeeds and the
/// lock file alone excludes.
///
/// The second byte is a waiting line of one: whoever asks for the lock again and again has it, and
/// the others let that one go first. It is a matter of manners, nothing relies on it.
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

#include "io/process_state.hpp"

namespace dbdb::io {

/// For one thread at a time; WriterLock sees to that.
class InodeLock {
public:
    /// For the file that `file` has open for writing at `resolved_path`.
    InodeLock(const Descriptor& file,
              const std::filesystem::path& resolved_path,
              const std::string& name);

    /// Waits. Throws Error{Errc::io} with the system's reason, Error{Errc::closed} in a forked
    /// child; the same for try_lock().
    void lock();

    /// Does not wait; whether the lock is ours now.
    bool try_lock();

    /// Does nothing in a forked child.
    void unlock() noexcept;

    /// Stands in line, if nobody else does; whether this one does now.
    bool try_stand_in_line();

    void leave_line() noexcept;

    /// Whether somebody else stands in line. Throws nothing: when the system does not say, nobody.
    bool is_line_taken() const noexcept;

private:
    bool acquire(int command, off_t byte);
    void release(off_t byte) noexcept;

    ParentOnlyDescriptor descriptor_;
    std::string name_;
};

}  // namespace dbdb::io
