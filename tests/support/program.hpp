/// A program of its own for tests: started with exec, spoken to over its standard streams.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dbdb::test {

/// Runs until it ends by itself, its input ends or the object goes, which kills it. Standard error
/// is that of the test.
class Program {
public:
    enum class Tracing {
        none,
        traced,  ///< Stops when it raises SIGSTOP and then goes on by go_on_to_call().
    };

    explicit Program(const std::vector<std::string>& words, Tracing tracing = Tracing::none);
    ~Program();

    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// The next line of its output without the newline; empty when the output is over. What it has
    /// not ended by a newline is no line.
    std::optional<std::string> line();

    void close_input();

    void signal(int number) const;

    /// Waits until a signal has stopped it.
    void wait_stopped() const;

    /// Lets a stopped, traced program run until it is about to call the system for the `count`-th
    /// time from here; false when it has ended before. 0 leaves it where it is.
    bool go_on_to_call(std::uint64_t count);

    /// Waits for the end; the exit status, or 128 and the number of the signal that ended it. Its
    /// output should be read first, or be little.
    int wait();

    /// Ends it as a crash would, and waits until it is gone.
    void kill();

private:
    pid_t process_ = -1;
    int input_ = -1;
    int output_ = -1;
    int status_ = -1;
    std::string read_{};
};

}  // namespace dbdb::test
