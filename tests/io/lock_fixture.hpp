/// Helpers of the writer's lock's tests.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "io/writer_lock.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

/// A handle as a database has one: the open file and the lock that goes with it.
struct Handle {
    explicit Handle(const std::filesystem::path& path)
        : file(io::open_local(path, io::OpenMode::read_write)), lock(io::writer_lock_of(file)) {}

    /// Without waiting.
    bool try_lock() const {
        return lock->try_lock_until(file, std::chrono::steady_clock::time_point::min());
    }

    std::shared_ptr<io::LocalFile> file;
    std::shared_ptr<io::WriterLock> lock;
};

/// Whether another process could write `path` now.
inline bool free_for_others(const std::filesystem::path& path) {
    const int status = in_child([&] { return Handle(path).try_lock() ? 1 : 0; });
    if (status > 1) throw std::runtime_error("the other process failed");
    return status == 1;
}

}  // namespace dbdb::test
