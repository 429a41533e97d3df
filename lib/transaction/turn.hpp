/// The writer's turn: one writer at a time over all threads and processes.
///
/// Inside the process the turn passes on as soon as a commit's bytes are appended. The lock between
/// processes is held on until every commit made under it is durable, since nobody else may build on
/// what may still fail; it is given up when nobody here wants it, and at the latest after a short
/// while, so that nobody starves.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "io/local_file.hpp"
#include "io/writer_lock.hpp"
#include "transaction/waiting_line.hpp"

namespace dbdb::transaction {

class Turn {
public:
    /// Without `lock` only the threads of this process are kept apart.
    Turn(std::shared_ptr<io::WriterLock> lock, std::shared_ptr<io::LocalFile> file);

    enum class Outcome {
        timed_out,
        taken,      ///< Nobody else has written since this process had the turn last.
        taken_new,  ///< Others may have.
    };

    /// Waits for the turn, until `deadline` if there is one. The thread that gives it up may be
    /// another one. Throws what the lock throws.
    Outcome take(const Deadline& deadline);

    void give_up() noexcept;

    /// With the turn, newly taken: gives up the lock between processes on the file that was locked
    /// and takes that on `file`, which has its name by now. False, without the turn, when the
    /// deadline has passed first. When it throws what the lock throws, the turn is still there.
    bool move_to(std::shared_ptr<io::LocalFile> file, const Deadline& deadline);

    /// With the turn and the lock: the same for a file that is only about to get the name, which
    /// nobody else can have locked. Throws, with everything as it was.
    void move_to_replacement(std::shared_ptr<io::LocalFile> file);

    /// With the turn: waits until all who have called `give_up_unsettled` or `keep_lock` have
    /// settled.
    void wait_settled();

    /// Gives the turn up, but not the lock between processes until `settle` is called.
    void give_up_unsettled() noexcept;

    /// A commit that was given up unsettled has become durable or has failed.
    void settle() noexcept;

    /// Whoever has the turn knows by now what other processes have written.
    void set_ready() noexcept;

    /// Keeps the lock between processes until `settle` is called, if this process has it and is
    /// ready; does not wait for the turn. False when the turn is free to be taken.
    bool keep_lock();

    /// Whether this process holds the lock, so that nobody else can be writing.
    bool holds_lock() const;

private:
    bool wait_for_threads(std::unique_lock<std::mutex>& lock, const Deadline& deadline);
    bool lock_processes(const Deadline& deadline);
    void unlock_if_idle();
    void tell_freed();

    std::shared_ptr<io::WriterLock> process_lock_;
    std::shared_ptr<io::LocalFile> file_;
    mutable std::mutex mutex_;
    WaitingLine freed_;    ///< For the turn.
    WaitingLine decided_;  ///< In `keep_lock`.
    bool is_taken_ = false;
    bool holds_lock_ = false;
    bool is_ready_ = false;  ///< Since the lock was taken it was looked what others wrote.
    unsigned unsettled_ = 0;
    std::chrono::steady_clock::time_point locked_at_{};
};

}  // namespace dbdb::transaction
