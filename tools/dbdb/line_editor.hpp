/// Lines that a person types at a terminal, with editing, history and completion.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dbdb::tool {

class LineEditor {
public:
    /// The words that may stand at the end of what was typed, in place of its last word, written as
    /// they are to be typed.
    using Complete = std::function<std::vector<std::string>(const std::string& typed)>;

    /// Whether the program was built with libedit, without which the rest of this does nothing.
    static bool is_available();

    /// Lines are kept in the file at `history_path`, which only its owner may read, unless that is
    /// empty.
    LineEditor(const std::string& history_path, Complete complete);
    ~LineEditor();

    /// The next line, without its newline; empty at the end of the input. A line that is given up
    /// by an interrupt is an empty string.
    std::optional<std::string> read(const std::string& prompt);

    LineEditor(const LineEditor&) = delete;
    LineEditor& operator=(const LineEditor&) = delete;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// $DBDB_HISTORY, else .dbdb_history in the home directory; empty when there is neither.
std::string history_path();

}  // namespace dbdb::tool
