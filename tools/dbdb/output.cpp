#include "output.hpp"

#include <cerrno>
#include <unistd.h>

#include "failure.hpp"
#include "text/columns.hpp"

namespace dbdb::tool {

namespace {

constexpr std::size_t held_bytes_max = 64 * 1024;

/// Writes everything; gives 0 or the reason why that failed.
int write_all(int descriptor, std::string_view bytes) noexcept {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return 0;
}

void check(int system_errno) {
    if (system_errno != 0)
        throw system_failure(ExitCode::input_output, "standard output: cannot write", system_errno);
}

}  // namespace

int Output::target(bool is_long) {
    if (may_page_ && (is_long || is_longer_than_screen(held_, descriptor_)))
        pager_ = Pager::start();
    may_page_ = false;
    return pager_ == nullptr ? descriptor_ : pager_->input();
}

void Output::write(std::string_view bytes) {
    if (bytes.empty()) return;
    last_ = bytes.back();
    if (held_.size() + bytes.size() > held_bytes_max) {
        aligns_ = false;
        const int descriptor = target(true);
        flush();
        if (bytes.size() > held_bytes_max) return check(write_all(descriptor, bytes));
    }
    held_ += bytes;
}

void Output::flush() {
    if (aligns_) held_ = text::aligned(held_);
    const int system_errno = write_all(target(false), held_);
    held_.clear();
    check(system_errno);
}

void Output::flush_quietly() noexcept {
    static_cast<void>(write_all(pager_ == nullptr ? descriptor_ : pager_->input(), held_));
    held_.clear();
    pager_.reset();
}

void Output::close() {
    flush();
    pager_.reset();
    if (::close(descriptor_) != 0 && errno != EINTR) check(errno);
}

text::Write Output::writer() {
    return [this](std::string_view bytes) { write(bytes); };
}

bool Output::is_terminal() const { return ::isatty(descriptor_) == 1; }

void write_error(std::string_view text) noexcept {
    static_cast<void>(write_all(STDERR_FILENO, text));
}

}  // namespace dbdb::tool
