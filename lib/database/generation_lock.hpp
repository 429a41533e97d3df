/// The right to change a backup directory: one at a time has it, over all threads and processes.
#pragma once

#include <memory>

#include "dbdb/error.hpp"

#include "database/generation_name.hpp"
#include "io/directory.hpp"

namespace dbdb::database {

class GenerationLock {
public:
    /// Does not wait. Throws Error: locked when somebody has it; io. `directory` stays alive.
    ///
    /// Whoever had it before may have crashed between a change of names and its sync. That is made
    /// up for here, so that no name gets on disk before one that it needs.
    explicit GenerationLock(const io::Directory& directory)
        : directory_(directory), file_(directory.open_or_create(generations_lock_name)) {
        if (!file_->inode_lock().try_lock()) {
            throw Error(Errc::locked,
                        directory.path().string() + ": another backup changes this directory");
        }
        try {
            directory.sync();
        } catch (...) {
            file_->inode_lock().unlock();
            throw;
        }
    }

    ~GenerationLock() { file_->inode_lock().unlock(); }

    GenerationLock(const GenerationLock&) = delete;
    GenerationLock& operator=(const GenerationLock&) = delete;

    /// Whoever has the lock is alone at work, so what looks half made is what a crash has left.
    void remove_leftovers() const {
        for (const std::string& name : directory_.names())
            if (is_generation_leftover(name)) directory_.remove(name);
    }

private:
    const io::Directory& directory_;
    std::shared_ptr<io::LocalFile> file_;
};

}  // namespace dbdb::database
