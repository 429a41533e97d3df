#include "pager.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace dbdb::tool {

namespace {

using Arguments = std::array<const char*, 4>;

/// Null where no pager is wanted.
const char* wanted_pager() {
    const char* const terminal = std::getenv("TERM");
    if (terminal == nullptr || std::string_view(terminal) == "dumb") return nullptr;
    const char* const pager = std::getenv("PAGER");
    if (pager == nullptr) return "less -FRX";
    const std::string_view name = pager;
    return name.empty() || name == "cat" ? nullptr : pager;
}

Arguments arguments_for(const char* pager) {
    if (std::getenv("PAGER") == nullptr) return {"less", "-FRX", nullptr, nullptr};
    return {"/bin/sh", "-c", pager, nullptr};
}

/// A pipe whose ends are closed by exec.
struct Pipe {
    std::array<int, 2> ends{-1, -1};

    bool open() { return ::pipe2(ends.data(), O_CLOEXEC) == 0; }

    void close(std::size_t end) {
        if (ends[end] >= 0) ::close(ends[end]);
        ends[end] = -1;
    }

    ~Pipe() {
        close(0);
        close(1);
    }
};

/// In the child: only what is safe behind fork. A failure is told by a byte.
[[noreturn]] void become(const Arguments& arguments, const Pipe& text, const Pipe& failure) {
    ::dup2(text.ends[0], STDIN_FILENO);
    ::execvp(arguments[0], const_cast<char* const*>(arguments.data()));
    static_cast<void>(!::write(failure.ends[1], "!", 1));
    ::_exit(127);
}

/// Whether the other end was closed by exec.
bool has_started(Pipe& failure) {
    failure.close(1);
    char byte = 0;
    ssize_t count = 0;
    do {
        count = ::read(failure.ends[0], &byte, 1);
    } while (count < 0 && errno == EINTR);
    return count == 0;
}

void wait_for(pid_t process) {
    while (::waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace

std::unique_ptr<Pager> Pager::start() {
    const char* const pager = wanted_pager();
    if (pager == nullptr) return nullptr;
    const Arguments arguments = arguments_for(pager);
    Pipe text;
    Pipe failure;
    if (!text.open() || !failure.open()) return nullptr;
    const pid_t process = ::fork();
    if (process < 0) return nullptr;
    if (process == 0) become(arguments, text, failure);
    if (!has_started(failure)) {
        wait_for(process);
        return nullptr;
    }
    return std::unique_ptr<Pager>(new Pager(process, std::exchange(text.ends[1], -1)));
}

Pager::Pager(pid_t process, int input)
    : process_(process), input_(input), former_interrupt_(std::signal(SIGINT, SIG_IGN)) {}

Pager::~Pager() {
    ::close(input_);
    wait_for(process_);
    if (former_interrupt_ != SIG_ERR) std::signal(SIGINT, former_interrupt_);
}

std::size_t lines_taken(std::string_view text, std::size_t columns) {
    std::size_t lines = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines += end == 0 ? 1 : (end + columns - 1) / columns;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool is_longer_than_screen(std::string_view text, int descriptor) {
    winsize size{};
    const bool known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_row != 0;
    const std::size_t rows = known ? size.ws_row : 24;
    const std::size_t columns = known && size.ws_col != 0 ? size.ws_col : 80;
    return lines_taken(text, columns) >= rows;
}

}  // namespace dbdb::tool
