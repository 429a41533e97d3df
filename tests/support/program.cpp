#include "support/program.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace dbdb::test {

namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
    return ends;
}

int wait_for(pid_t process, int options) {
    int status = 0;
    while (::waitpid(process, &status, options) < 0)
        if (errno != EINTR) fail("wait for a program");
    return status;
}

/// In the child: only what is safe after fork.
[[noreturn]] void become(char* const* words, int input, int output, bool is_traced) {
    constexpr int no_program = 127;
    // However the test ends, nothing that it has started goes on.
    const bool is_ready = ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
                          ::dup2(input, STDIN_FILENO) >= 0 && ::dup2(output, STDOUT_FILENO) >= 0 &&
                          (!is_traced || ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0);
    if (is_ready) ::execv(words[0], words);
    ::_exit(no_program);
}

}  // namespace

Program::Program(const std::vector<std::string>& words, Tracing tracing) {
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const std::array<int, 2> to_program = make_pipe();
    const std::array<int, 2> from_program = make_pipe();
    process_ = ::fork();
    if (process_ == 0)
        become(arguments.data(), to_program[0], from_program[1], tracing == Tracing::traced);
    ::close(to_program[0]);
    ::close(from_program[1]);
    input_ = to_program[1];
    output_ = from_program[0];
    if (process_ < 0) fail("fork");
    if (tracing == Tracing::none) return;
    // It stops at exec first.
    wait_for(process_, 0);
    ::ptrace(PTRACE_SETOPTIONS, process_, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    ::ptrace(PTRACE_CONT, process_, nullptr, nullptr);
}

Program::~Program() {
    kill();
    close_input();
    ::close(output_);
}

std::optional<std::string> Program::line() {
    for (;;) {
        const std::size_t end = read_.find('\n');
        if (end != std::string::npos) {
            const std::string line = read_.substr(0, end);
            read_.erase(0, end + 1);
            return line;
        }
        std::array<char, 4096> part{};
        const ssize_t bytes = ::read(output_, part.data(), part.size());
        if (bytes == 0) return std::nullopt;
        if (bytes < 0 && errno != EINTR) fail("read from a program");
        if (bytes > 0) read_.append(part.data(), static_cast<std::size_t>(bytes));
    }
}

void Program::close_input() {
    if (input_ >= 0) ::close(input_);
    input_ = -1;
}

void Program::signal(int number) const {
    if (process_ > 0) ::kill(process_, number);
}

void Program::wait_stopped() const {
    if (!WIFSTOPPED(wait_for(process_, WUNTRACED)))
        throw std::runtime_error("the program has ended in place of stopping");
}

bool Program::go_on_to_call(std::uint64_t count) {
    constexpr int at_system_call = SIGTRAP | 0x80;
    // It is stopped before each call and after it.
    for (std::uint64_t stops = 2 * count; stops > 1; --stops) {
        ::ptrace(PTRACE_SYSCALL, process_, nullptr, nullptr);
        const int status = wait_for(process_, 0);
        if (WIFSTOPPED(status) && WSTOPSIG(status) == at_system_call) continue;
        if (WIFSTOPPED(status)) throw std::runtime_error("a traced program got a signal");
        process_ = -1;
        status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return false;
    }
    return true;
}

int Program::wait() {
    if (process_ < 0) return status_;
    const int status = wait_for(process_, 0);
    process_ = -1;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return status_;
}

void Program::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    int status = 0;
    do {
        status = wait_for(process_, 0);
    } while (WIFSTOPPED(status));
    process_ = -1;
    status_ = 128 + SIGKILL;
}

}  // namespace dbdb::test
