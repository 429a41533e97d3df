#include "log_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "failure.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

namespace {

constexpr int no_descriptor = -1;
constexpr mode_t log_mode = 0666;  // Less what the user's mask takes away.

int log_descriptor = no_descriptor;

}  // namespace

void open_log(const std::string& path) {
    log_descriptor = STDERR_FILENO;
    if (path == "-") return;
    log_descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, log_mode);
    if (log_descriptor != no_descriptor) return;
    const int reason = errno;
    throw system_failure(
        ExitCode::input_output, text::quoted(path) + ": cannot open for the log", reason);
}

bool is_log_open() noexcept { return log_descriptor != no_descriptor; }

void write_log(std::string_view line) noexcept {
    while (::write(log_descriptor, line.data(), line.size()) < 0 && errno == EINTR) {
    }
}

}  // namespace dbdb::tool
