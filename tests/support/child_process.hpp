/// A second process for tests, and a way to take turns with it without clocks.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <sys/types.h>

namespace dbdb::test {

/// A pipe: signal() lets exactly one wait() go on, in whatever process.
class Turnstile {
public:
    Turnstile();
    ~Turnstile();

    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    void signal();

    /// Throws when no process is left that could signal.
    void wait();

    /// Leaves the signalling to the other process, whose end then ends the wait.
    void only_wait() noexcept;

private:
    std::array<int, 2> ends_{};
};

/// A forked child that runs a function and exits, with a status that never looks like success when
/// the function throws. The child reports by its exit status alone: no checks of the test runner.
class ChildProcess {
public:
    /// What `run` returns is the exit status, 0 to 99; an exception of it gives `threw`.
    explicit ChildProcess(const std::function<int()>& run);

    /// Kills the child when it is still there.
    ~ChildProcess();

    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Waits for the end; the exit status, or `killed`.
    int wait();

    /// Sends it a signal, such as SIGUSR1.
    void signal(int number) const;

    /// Ends the child as a crash would, and waits until it is gone.
    void kill();

    static constexpr int threw = 100;
    static constexpr int killed = 101;

private:
    pid_t process_ = -1;
    int status_ = killed;
};

/// Runs `run` in a child and gives its exit status.
int in_child(const std::function<int()>& run);

}  // namespace dbdb::test
