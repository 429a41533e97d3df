#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <unistd.h>

#include "arguments.hpp"
#include "exchange/line_source.hpp"
#include "input.hpp"
#include "line_editor.hpp"
#include "output.hpp"
#include "run.hpp"
#include "session.hpp"
#include "shell_line.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

using Clock = std::chrono::steady_clock;

/// Gives the next line; empty at the end.
using NextLine = std::function<std::optional<std::string>()>;

std::string prompt_of(const Session& session) {
    std::string prompt = session.path.substr(session.path.rfind('/') + 1);
    if (session.transaction) prompt += "*";
    if (session.at) prompt += "@" + *session.at;
    return prompt + "> ";
}

void tell_time(Clock::duration elapsed) {
    char text[32];
    std::snprintf(
        text, sizeof text, "%.3f ms\n", std::chrono::duration<double, std::milli>(elapsed).count());
    write_error(text);
}

/// What was written before a failure is still shown.
ExitCode run_line(const std::string& line, Session& session) {
    Output output(STDOUT_FILENO);
    try {
        const ExitCode exit_code = run_shell_line(line, session, output);
        output.end_line();  // The value of a `get` and what comes next are not one line.
        output.flush();
        return exit_code;
    } catch (...) {
        output.flush_quietly();
        throw;
    }
}

ExitCode run_timed_line(const std::string& line, Session& session, const std::string& place) {
    const Clock::time_point began = Clock::now();
    const ExitCode exit_code = run_and_report([&] { return run_line(line, session); }, place);
    if (session.times) tell_time(Clock::now() - began);
    return exit_code;
}

/// A person sees what went wrong, and goes on.
void run_for_person(Session& session, const NextLine& next_line) {
    while (!session.has_ended) {
        const std::optional<std::string> line = next_line();
        if (!line) break;
        run_timed_line(*line, session, "");
    }
    if (session.transaction) write_error("dbdb: the transaction was not committed\n");
}

/// Gives the exit code of the first line that failed.
ExitCode run_script(Session& session, Input& input, bool keeps_going) {
    exchange::LineSource source([&input](std::span<char> target) { return input.read(target); });
    ExitCode first = ExitCode::done;
    while (!session.has_ended && source.next()) {
        const std::string place =
            input.name() + ": line " + std::to_string(source.line_number()) + ": ";
        const ExitCode exit_code = run_timed_line(std::string(source.line()), session, place);
        if (first == ExitCode::done) first = exit_code;
        if (first != ExitCode::done && !keeps_going) return first;
    }
    if (session.transaction)
        throw Failure(ExitCode::bad_input,
                      input.name() + ": ends within a transaction, of which nothing is kept");
    return first;
}

NextLine typed_lines(const Session& session, Input& input) {
    if (LineEditor::is_available()) {
        const auto editor = std::make_shared<LineEditor>(history_path(), complete_shell_line);
        return [editor, &session] { return editor->read(prompt_of(session)); };
    }
    const auto source = std::make_shared<exchange::LineSource>(
        [&input](std::span<char> target) { return input.read(target); });
    return [source, &session]() -> std::optional<std::string> {
        write_error(prompt_of(session));
        if (source->next()) return std::string(source->line());
        write_error("\n");
        return std::nullopt;
    };
}

ExitCode run_shell(const Call& call) {
    std::string path;
    std::string script = "-";
    bool keeps_going = false;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database; made when it is missing");
    arguments.optional("INPUT", script, "Lines to run; standard input when missing or -");
    arguments.flag("--keep-going", keeps_going, "Run all of INPUT, whatever fails");
    arguments.parse(call.words);

    Input input(script);
    Session session(path);
    if (input.is_terminal() && call.output.is_terminal()) {
        run_for_person(session, typed_lines(session, input));
        return ExitCode::done;
    }
    if (script == "-") Input::reserve_standard_input();
    return run_script(session, input, keeps_going);
}

}  // namespace

constinit const Verb shell_verb{
    .name = "shell",
    .summary = "Run verbs line by line, in transactions",
    .examples =
        "dbdb shell people.db\n"
        "dbdb shell people.db changes.txt\n"
        "printf 'begin\\nset ann 1\\nset bob 2\\ncommit\\n' | dbdb shell people.db",
    .notes =
        "Each line is a verb with its arguments, without dbdb and FILE, or one of begin, commit, "
        "rollback, at REF, timer on, columns off, help and quit. Behind begin verbs "
        "read and change the transaction. Words are quoted as in other shells; within double "
        "quotes \\t, \\n and \\xHH are known, and # begins a comment. A terminal has line editing, "
        "completion and a history in ~/.dbdb_history, or $DBDB_HISTORY where that is set. Lines "
        "from elsewhere end at the first that fails.",
    .exit_codes = "8 INPUT ends within a transaction",
    .run = run_shell,
};

}  // namespace dbdb::tool
