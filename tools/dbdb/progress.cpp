#include "progress.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <unistd.h>
#include <utility>

#include "output.hpp"

namespace dbdb::tool {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds delay{500};
constexpr milliseconds interval{100};
constexpr std::size_t bar_characters = 30;

/// Reading the clock for each record would cost as much as the record.
constexpr std::uint64_t records_between_looks = 64;

std::string_view environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

bool colour_allowed() {
    return ::isatty(STDERR_FILENO) == 1 && environment("NO_COLOR").empty() &&
           environment("TERM") != "dumb" && !environment("TERM").empty();
}

Progress::Progress(std::string label, std::optional<std::uint64_t> total)
    : label_(std::move(label)),
      total_(total),
      active_(::isatty(STDERR_FILENO) == 1),
      coloured_(colour_allowed()),
      next_draw_(Clock::now() + delay) {}

Progress::~Progress() {
    if (drawn_characters_ == 0) return;
    draw("");
    write_error("\r");
}

void Progress::show(std::uint64_t done, std::uint64_t records) {
    if (active_ && records % records_between_looks == 0)
        draw_in_time(done, std::to_string(records) + " records");
}

void Progress::show_bytes(std::uint64_t done) {
    if (active_) draw_in_time(done, std::to_string(done >> 20) + " MiB");
}

void Progress::draw_in_time(std::uint64_t done, const std::string& text) {
    const Clock::time_point now = Clock::now();
    if (now < next_draw_) return;
    next_draw_ = now + interval;
    draw(label_ + bar(done) + " " + text);
}

/// Empty when it is not known how much there is.
std::string Progress::bar(std::uint64_t done) const {
    if (!total_ || *total_ == 0) return "";
    const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(*total_));
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(bar_characters));
    const std::string percent = std::to_string(static_cast<int>(share * 100)) + " %";
    const std::string begin = coloured_ ? "\x1b[32m" : "";
    const std::string end = coloured_ ? "\x1b[0m" : "";
    return " [" + begin + std::string(filled, '#') + end +
           std::string(bar_characters - filled, '.') + "] " + percent;
}

/// Writes over the line before, with spaces where it was longer.
void Progress::draw(const std::string& line) {
    const std::size_t rest = drawn_characters_ > line.size() ? drawn_characters_ - line.size() : 0;
    drawn_characters_ = line.size();
    write_error("\r" + line + std::string(rest, ' '));
}

}  // namespace dbdb::tool
