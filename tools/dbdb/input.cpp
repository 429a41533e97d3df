#include "input.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.hpp"

namespace dbdb::tool {

namespace {

constexpr std::size_t read_bytes_min = 64 * 1024;

bool is_standard_input_reserved = false;

int open_input(const std::string& path) {
    if (path == "-" && is_standard_input_reserved)
        throw Failure(ExitCode::wrong_arguments,
                      "standard input is where the lines of the shell come from");
    if (path == "-") return STDIN_FILENO;
    int descriptor = -1;
    do {
        descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0)
        throw system_failure(ExitCode::cannot_open, path + ": cannot open the input", errno);
    return descriptor;
}

}  // namespace

void Input::reserve_standard_input() noexcept { is_standard_input_reserved = true; }

Input::Input(const std::string& path)
    : name_(path == "-" ? "standard input" : path), descriptor_(open_input(path)) {}

Input::~Input() {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

std::size_t Input::read(std::span<char> target) {
    for (;;) {
        const ssize_t count = ::read(descriptor_, target.data(), target.size());
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR)
            throw system_failure(ExitCode::input_output, name_ + ": cannot read", errno);
    }
}

std::string Input::read_all() {
    std::string bytes;
    std::size_t filled = 0;
    for (;;) {
        if (bytes.size() - filled < read_bytes_min) bytes.resize(2 * filled + read_bytes_min);
        const std::size_t count = read(std::span(bytes).subspan(filled));
        filled += count;
        if (count == 0) break;
    }
    bytes.resize(filled);
    return bytes;
}

std::optional<std::uint64_t> Input::total_bytes() const {
    struct stat status {};

    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(status.st_size);
}

bool Input::is_terminal() const { return ::isatty(descriptor_) == 1; }

}  // namespace dbdb::tool
