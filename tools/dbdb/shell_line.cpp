#include "shell_line.hpp"

#include <algorithm>
#include <span>

#include "complete.hpp"
#include "documentation.hpp"
#include "failure.hpp"
#include "help.hpp"
#include "run.hpp"
#include "shell_commands.hpp"
#include "text/words.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

using Words = std::vector<std::string>;

/// Whether the database is the first thing that `verb` asks for.
bool takes_file(const Verb& verb) {
    const std::vector<ArgumentHelp> arguments = arguments_of(verb);
    const auto first = std::ranges::find_if(
        arguments, [](const ArgumentHelp& argument) { return !argument.is_option(); });
    return first != arguments.end() && first->names == "FILE";
}

/// What stands behind the verb, the file before it.
Words completed_words(const Verb& verb, const Words& words, const std::string& path) {
    Words completed(words.begin() + 1, words.end());
    if (takes_file(verb)) completed.insert(completed.begin(), path);
    return completed;
}

std::string shell_help() {
    std::string text =
        general_help() + "\nIn the shell FILE is left out. Beside the verbs it has:\n";
    for (const Verb* const command : shell_commands()) {
        std::string name(command->name);
        name.resize(std::max<std::size_t>(name.size(), 10), ' ');
        text += "  " + name + " " + std::string(command->summary) + "\n";
    }
    return text;
}

const Verb* verb_or_command(const std::string& name) {
    const Verb* const command = shell_command_named(name);
    return command != nullptr ? command : verb_named(name);
}

ExitCode run_help(const Words& words, Output& output) {
    if (words.size() == 1) {
        output.allow_pager();
        output.write(shell_help());
        return ExitCode::done;
    }
    const Verb* const verb = verb_or_command(words[1]);
    if (verb == nullptr) throw unknown_verb(words[1]);
    const Words asking{"--help"};
    return run_verb(*verb, asking, output);
}

ExitCode run_words(const Words& words, const Session& session, Output& output) {
    const std::string& name = words[0];
    if (name == "help") return run_help(words, output);
    if (const Verb* const command = shell_command_named(name))
        return run_verb(*command, std::span(words).subspan(1), output);
    const Verb* const verb = verb_named(name);
    if (verb == nullptr) throw unknown_verb(name);
    if (verb == &shell_verb) throw Failure(ExitCode::wrong_arguments, "this is a shell already");
    if (verb->needs_turn && session.transaction)
        throw Failure(ExitCode::wrong_arguments, name + " cannot be part of a transaction");
    return run_verb(*verb, completed_words(*verb, words, session.path), output);
}

}  // namespace

ExitCode run_shell_line(const std::string& line, Session& session, Output& output) {
    const std::optional<Words> words = text::words_of(line);
    if (!words)
        throw Failure(ExitCode::wrong_arguments,
                      "a quotation mark is not closed, or a backslash begins nothing known");
    if (words->empty()) return ExitCode::done;
    if (session.aligns) output.align_columns();
    return run_words(*words, session, output);
}

std::vector<std::string> complete_shell_line(const std::string& typed) {
    std::optional<Words> words = text::words_of(typed);
    if (!words) return {};
    if (words->empty() || typed.ends_with(' ')) words->emplace_back();
    Candidates candidates;
    if (words->size() == 1 || (words->size() == 2 && words->front() == "help")) {
        candidates = complete(*words);
        for (const Verb* const command : shell_commands())
            if (command->name.starts_with(words->back()))
                candidates.words.push_back({std::string(command->name), ""});
    } else if (const Verb* const verb = verb_or_command(words->front())) {
        candidates = complete_words(*verb, completed_words(*verb, *words, present_session()->path));
    }
    Words completed;
    for (const Candidate& candidate : candidates.words)
        completed.push_back(text::as_word(candidate.word));
    return completed;
}

}  // namespace dbdb::tool
