/// A bar on standard error while a person waits.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace dbdb::tool {

/// Shows nothing unless standard error is a terminal, and nothing in the first half second.
/// Removes the bar when it is destroyed.
class Progress {
public:
    /// `label` names the work; `total` is what `done` will be at the end, if that is known.
    Progress(std::string label, std::optional<std::uint64_t> total);
    ~Progress();

    /// To be called for each record; the bar is drawn ten times a second at most.
    void show(std::uint64_t done, std::uint64_t records);

    /// The same for work that is counted in bytes; to be called for each MiB or so.
    void show_bytes(std::uint64_t done);

    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

private:
    using Clock = std::chrono::steady_clock;

    void draw_in_time(std::uint64_t done, const std::string& text);
    std::string bar(std::uint64_t done) const;
    void draw(const std::string& line);

    std::string label_;
    std::optional<std::uint64_t> total_;
    bool active_;
    bool coloured_;
    std::size_t drawn_characters_ = 0;
    Clock::time_point next_draw_;
};

/// Whether colours may be shown on standard error: a terminal that knows them, and neither NO_COLOR
/// nor a dumb terminal in the environment.
bool colour_allowed();

}  // namespace dbdb::tool
