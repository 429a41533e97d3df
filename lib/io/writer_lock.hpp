/// The writer's turn between processes: at most one process at a time writes a database.
///
/// Two locks, always in this order: the lock file beside the database, and, for files with several
/// names, a lock bound to the file itself (inode_lock.hpp). Both die with their process, whatever
/// ends it; so a free lock is no proof that the last writer finished its work.
///
/// All handles of one database in a process share one WriterLock, whether they came by the same
/// name, a symbolic link or a hard link. It does not part threads: the handles need a mutex of
/// their own in front, and a second lock() before unlock() is refused with Error{Errc::locked}. The
/// thread that unlocks may be another than the one that locked.
///
/// Who waits with a deadline asks again and again, and would seldom meet the moment between two
/// turns of a busy writer; so it stands in line, and the others let it go first, for a while.
///
/// After locking, look whether the path still names the file that was locked (identity_of): another
/// process may have replaced it. If so unlock, open the path anew and lock with the new file.
///
/// A forked child cannot use it: locking throws Error{Errc::closed}, unlocking does nothing. The
/// child may open the database anew.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <sys/types.h>

#include "io/local_file.hpp"
#include "io/lock_file.hpp"

namespace dbdb::io {

class WriterLock {
public:
    /// Only for the registry; everyone else asks writer_lock_of().
    WriterLock(std::filesystem::path lock_path, Descriptor opened);
    ~WriterLock();

    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

    /// Waits until no other process writes `file`, which stays alive until unlock(). Throws
    /// Error{Errc::io} with the system's reason, Error{Errc::closed} in a forked child; the same
    /// for try_lock_until().
    void lock(std::shared_ptr<LocalFile> file);

    /// Waits until `deadline` at most, and tries at least once; whether the turn is ours now.
    bool try_lock_until(std::shared_ptr<LocalFile> file,
                        std::chrono::steady_clock::time_point deadline);

    /// Goes over, while locked, to the file that is about to replace the locked one. Call it before
    /// the new file gets its name, while nobody else can have it.
    void move_to(std::shared_ptr<LocalFile> file);

    /// Gives the turn up.
    void unlock() noexcept;

    /// The lock file, for the registry.
    LockFile& lock_file() noexcept { return lock_file_; }

private:
    bool in_forked_child() const noexcept;
    void claim();
    bool try_until(LocalFile& file, std::chrono::steady_clock::time_point deadline);
    bool try_both(LocalFile& file);

    LockFile lock_file_;
    pid_t owner_process_;
    std::atomic<bool> claimed_ = false;  ///< Somebody of this process has the turn or waits for it.
    std::shared_ptr<LocalFile> locked_file_;
};

/// The one lock of this process for the database that `file` has open for writing; makes the lock
/// file when it is missing. Any thread may call it. Throws Error{Errc::read_only} for a file opened
/// for reading, Error{Errc::invalid} for one without a name, Error{Errc::io} as open_lock_file().
std::shared_ptr<WriterLock> writer_lock_of(const std::shared_ptr<LocalFile>& file);

}  // namespace dbdb::io
