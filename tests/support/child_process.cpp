#include "support/child_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace dbdb::test {

namespace {

[[noreturn]] void run_and_exit(const std::function<int()>& run) {
    int status = ChildProcess::threw;
    try {
        status = run();
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "child process: %s\n", failure.what());
    }
    ::_exit(status);  // Past the test runner, which is the parent's.
}

}  // namespace

Turnstile::Turnstile() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
}

Turnstile::~Turnstile() {
    ::close(ends_[0]);
    only_wait();
}

void Turnstile::signal() {
    const char token = 1;
    while (::write(ends_[1], &token, 1) != 1)
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "signal");
}

void Turnstile::wait() {
    char token = 0;
    ssize_t received = -1;
    do {
        received = ::read(ends_[0], &token, 1);
    } while (received < 0 && errno == EINTR);
    if (received != 1) throw std::runtime_error("the other process is gone");
}

void Turnstile::only_wait() noexcept {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
}

ChildProcess::ChildProcess(const std::function<int()>& run) {
    std::fflush(nullptr);  // What waits to be printed must not be printed by both.
    process_ = ::fork();
    if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process_ == 0) run_and_exit(run);
}

ChildProcess::~ChildProcess() { kill(); }

int ChildProcess::wait() {
    if (process_ < 0) return status_;
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR)
        continue;
    process_ = -1;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : killed;
    return status_;
}

void ChildProcess::signal(int number) const {
    if (process_ > 0) ::kill(process_, number);
}

void ChildProcess::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    wait();
}

int in_child(const std::function<int()>& run) { return ChildProcess(run).wait(); }

}  // namespace dbdb::test
