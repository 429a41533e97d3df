/// Standard output, with every failure noticed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pager.hpp"
#include "text/write.hpp"

namespace dbdb::tool {

/// Collects what is written and passes it on in large pieces. Each function throws Failure
/// (input_output) when the system does not take it; what was collected is then lost.
class Output {
public:
    explicit Output(int descriptor) : descriptor_(descriptor) {}

    void write(std::string_view bytes);

    /// Ends the line that was begun, if there is one.
    void end_line() {
        if (last_ != '\n') write("\n");
    }

    /// Passes on what is still held. To be called last: destroyed without it, that is lost.
    void flush();

    /// Passes on what can be passed on, when something else has failed already.
    void flush_quietly() noexcept;

    /// Flushes and closes the descriptor, since some file systems tell only then that they failed.
    void close();

    /// From now on what is longer than a person's screen is shown page by page, or not. To be said
    /// before anything is written.
    void allow_pager() { may_page_ = is_terminal(); }

    void forbid_pager() { may_page_ = false; }

    /// On a terminal tabs become spaces, so that fields stand below each other; what is too long to
    /// be held stays as it is.
    void align_columns() { aligns_ = is_terminal(); }

    /// `write` as a function, valid as long as this object.
    text::Write writer();

    /// Whether a person is reading.
    bool is_terminal() const;

    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

private:
    /// Where the next bytes go, of which `held_` are the first.
    int target(bool is_long);

    int descriptor_;
    std::string held_;
    char last_ = '\n';  ///< What was written last.
    bool may_page_ = false;
    bool aligns_ = false;
    std::unique_ptr<Pager> pager_;
};

/// Writes `text` to standard error at once. A failure is ignored: there is nobody left to tell.
void write_error(std::string_view text) noexcept;

}  // namespace dbdb::tool
