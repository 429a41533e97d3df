#include <algorithm>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <histedit.h>
#include <unistd.h>
#include <utility>

#include "line_editor.hpp"
#include "output.hpp"

namespace dbdb::tool {

namespace {

constexpr int history_lines_max = 1000;
constexpr std::size_t shown_words_max = 100;

void ignore_signal(int) {}

/// As long as a line is typed an interrupt gives that up; else it ends the program, as always.
class InterruptsRead {
public:
    InterruptsRead() {
        struct sigaction action {};

        action.sa_handler = ignore_signal;
        ::sigaction(SIGINT, &action, &former_);
    }

    ~InterruptsRead() { ::sigaction(SIGINT, &former_, nullptr); }

    InterruptsRead(const InterruptsRead&) = delete;
    InterruptsRead& operator=(const InterruptsRead&) = delete;

private:
    struct sigaction former_ {};
};

std::string common_begin(const std::vector<std::string>& words) {
    std::string begin = words.front();
    for (const std::string& word : words) {
        const auto [end, ignored] = std::ranges::mismatch(begin, word);
        begin.erase(end, begin.end());
    }
    return begin;
}

/// Where the last word of what was typed begins: behind the last white space that no backslash
/// escapes.
std::size_t last_word_index(const std::string& typed) {
    for (std::size_t index = typed.size(); index > 0; --index) {
        const bool is_escaped = index > 1 && typed[index - 2] == '\\';
        if (typed[index - 1] == ' ' && !is_escaped) return index;
    }
    return 0;
}

}  // namespace

struct LineEditor::State {
public:
    State(std::string history_path, Complete complete)
        : path_(std::move(history_path)),
          complete_(std::move(complete)),
          editor_(::el_init("dbdb", stdin, stdout, stderr)),
          history_(::history_init()) {
        ::history(history_, &event_, H_SETSIZE, history_lines_max);
        ::history(history_, &event_, H_SETUNIQUE, 1);
        if (!path_.empty()) ::history(history_, &event_, H_LOAD, path_.c_str());
        ::el_set(editor_, EL_CLIENTDATA, this);
        ::el_set(editor_, EL_PROMPT, prompt_of);
        ::el_set(editor_, EL_HIST, ::history, history_);
        ::el_set(editor_, EL_EDITOR, "emacs");
        ::el_set(editor_, EL_ADDFN, "dbdb-complete", "Complete a word", complete_of);
        ::el_set(editor_, EL_BIND, "^I", "dbdb-complete", nullptr);
        ::el_set(editor_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    }

    ~State() {
        ::history_end(history_);
        ::el_end(editor_);
    }

    std::optional<std::string> read(const std::string& prompt) {
        prompt_ = prompt;
        const InterruptsRead interrupts;
        int bytes = 0;
        errno = 0;
        const char* const typed = ::el_gets(editor_, &bytes);
        if (typed == nullptr || bytes <= 0) {
            write_error("\n");
            return errno == EINTR ? std::optional<std::string>("") : std::nullopt;
        }
        std::string line(typed, static_cast<std::size_t>(bytes));
        if (line.ends_with('\n')) line.pop_back();
        if (line.find_first_not_of(' ') != std::string::npos) remember(line);
        return line;
    }

    State(const State&) = delete;
    State& operator=(const State&) = delete;

private:
    static State& of(EditLine* editor) {
        State* self = nullptr;
        ::el_get(editor, EL_CLIENTDATA, &self);
        return *self;
    }

    static char* prompt_of(EditLine* editor) { return of(editor).prompt_.data(); }

    static unsigned char complete_of(EditLine* editor, int) { return of(editor).complete_word(); }

    /// A shell that is killed has lost nothing: the file is written after each line.
    void remember(const std::string& line) {
        ::history(history_, &event_, H_ENTER, line.c_str());
        if (path_.empty()) return;
        const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (file >= 0) ::close(file);
        ::history(history_, &event_, H_SAVE, path_.c_str());
    }

    unsigned char complete_word() {
        const LineInfo* const info = ::el_line(editor_);
        const std::string typed(info->buffer, info->cursor);
        const std::string begun = typed.substr(last_word_index(typed));
        const std::vector<std::string> words = complete_(typed);
        if (words.empty()) return CC_ERROR;
        std::string rest = common_begin(words);
        if (!rest.starts_with(begun)) return CC_ERROR;
        rest.erase(0, begun.size());
        if (words.size() == 1) rest += ' ';
        if (!rest.empty())
            return ::el_insertstr(editor_, rest.c_str()) == 0 ? CC_REFRESH : CC_ERROR;
        show(words);
        return CC_REDISPLAY;
    }

    void show(const std::vector<std::string>& words) {
        std::string text = "\n";
        for (std::size_t index = 0; index < std::min(words.size(), shown_words_max); ++index)
            text += words[index] + "  ";
        if (words.size() > shown_words_max) text += "...";
        write_error(text + "\n");
    }

    std::string path_;
    Complete complete_;
    EditLine* editor_;
    History* history_;
    HistEvent event_{};
    std::string prompt_{};
};

bool LineEditor::is_available() { return true; }

LineEditor::LineEditor(const std::string& history_path, Complete complete) {
    // Characters of several bytes are moved over as one; numbers and messages stay as they are.
    std::setlocale(LC_CTYPE, "");
    state_ = std::make_unique<State>(history_path, std::move(complete));
}

LineEditor::~LineEditor() = default;

std::optional<std::string> LineEditor::read(const std::string& prompt) {
    return state_->read(prompt);
}

}  // namespace dbdb::tool
