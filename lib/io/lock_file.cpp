#include "io/lock_file.hpp"

#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>

#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/sync/file_lock.hpp>

#include "dbdb/error.hpp"

#include "io/package_descriptor.hpp"

namespace dbdb::io {

namespace {

namespace interprocess = boost::interprocess;

Error lock_error(const std::filesystem::path& path,
                 const char* act,
                 const interprocess::interprocess_exception& failure) {
    return {Errc::io, path.string() + ": " + act, failure.get_native_error()};
}

/// Locks the very file that is open: another may have got its name meanwhile. Without /proc the
/// name must serve.
interprocess::file_lock lock_on(const Descriptor& opened, const std::filesystem::path& path) {
    try {
        return interprocess::file_lock(reopen_path(opened).c_str());
    } catch (const interprocess::interprocess_exception& failure) {
        if (failure.get_native_error() != ENOENT) throw lock_error(path, "open", failure);
    }
    try {
        return interprocess::file_lock(path.c_str());
    } catch (const interprocess::interprocess_exception& failure) {
        throw lock_error(path, "open", failure);
    }
}

/// The same, closed on exec and beyond the standard streams.
interprocess::file_lock kept_lock_on(const Descriptor& opened,
                                     const std::filesystem::path& path,
                                     const FileIdentity& identity) {
    const StandardStreamsHeld held;
    interprocess::file_lock lock = lock_on(opened, path);
    close_on_exec(identity, held.next_number());
    return lock;
}

}  // namespace

struct LockFile::Lock {
    interprocess::file_lock file_lock;
};

LockFile::LockFile(std::filesystem::path path, Descriptor opened)
    : path_(std::move(path)),
      identity_(identity_of(opened, path_.string())),
      lock_(std::make_unique<Lock>(Lock{kept_lock_on(opened, path_, identity_)})) {
    // `opened` closes here, while this process has no lock that this could release.
}

LockFile::~LockFile() = default;

void LockFile::lock() {
    // EDEADLK: the system sees threads of two processes wait for each other's locks as a deadlock,
    // even when other threads will release them. So wait without its knowledge.
    constexpr std::chrono::milliseconds pause(1);
    for (;;) {
        try {
            return lock_->file_lock.lock();
        } catch (const interprocess::interprocess_exception& failure) {
            const auto reason = failure.get_native_error();
            if (reason == EDEADLK) std::this_thread::sleep_for(pause);
            if (reason != EDEADLK && reason != EINTR) throw lock_error(path_, "lock", failure);
        }
    }
}

bool LockFile::try_lock() {
    for (;;) {
        try {
            return lock_->file_lock.try_lock();
        } catch (const interprocess::interprocess_exception& failure) {
            if (failure.get_native_error() != EINTR) throw lock_error(path_, "lock", failure);
        }
    }
}

void LockFile::unlock() noexcept {
    try {
        lock_->file_lock.unlock();
    } catch (const interprocess::interprocess_exception&) {
        // Nothing can be done about it here; see the declaration.
    }
}

}  // namespace dbdb::io
