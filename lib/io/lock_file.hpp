/// The lock file beside a database: `<file>-lock`, empty, never removed, never renamed.
///
/// A Boost.Interprocess file_lock on it, which is a POSIX record lock: it belongs to the process
/// and the file, and is lost as soon as the process closes *any* descriptor of that file. So there
/// is one LockFile per lock file and process (WriterLock's registry sees to that), and nobody else
/// may open or close the file. It excludes processes, not threads, and dies with its process. A
/// removed lock file would let two processes lock two files of the same name.
///
/// The package opens the file without closing it on exec and shows no handle; that is mended right
/// after (package_descriptor.hpp). A program that another thread starts in between inherits the
/// descriptor, which is harmless: it holds no lock by it (record locks are not inherited) and
/// releases none by closing it (it is another process).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "io/identity.hpp"
#include "io/local_file.hpp"

namespace dbdb::io {

/// For one thread at a time, but for what is const.
class LockFile {
public:
    /// Takes over `opened`, which open_lock_file() gave for `path`.
    LockFile(std::filesystem::path path, Descriptor opened);
    ~LockFile();

    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

    /// Waits. Throws Error{Errc::io} with the system's reason; the same for try_lock().
    void lock();

    /// Does not wait; whether the lock is ours now.
    bool try_lock();

    /// A refusal by the system is ignored; the lock then goes with the process.
    void unlock() noexcept;

    const FileIdentity& identity() const noexcept { return identity_; }

    const std::filesystem::path& path() const noexcept { return path_; }

    /// Keeps one more descriptor of the same file, whose closing would release the lock.
    void keep(Descriptor descriptor) { kept_.push_back(std::move(descriptor)); }

private:
    struct Lock;  ///< Hides the package, which is slow to compile.

    std::filesystem::path path_;
    FileIdentity identity_;
    std::unique_ptr<Lock> lock_;
    std::vector<Descriptor> kept_;
};

/// Where the lock file of `data_file` lies.
std::filesystem::path lock_file_path(const LocalFile& data_file);

/// Opens the lock file of `data_file`, and makes it when it is missing, with the permissions and,
/// where the system lets us, the owner of the data file. Throws Error{Errc::io} with the system's
/// reason, also when the name is taken by a symbolic link, a directory or the like.
Descriptor open_lock_file(const LocalFile& data_file);

}  // namespace dbdb::io
