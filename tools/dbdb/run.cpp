#include "run.hpp"

#include <new>
#include <unistd.h>
#include <vector>

#include "dbdb/error.hpp"

#include "arguments.hpp"
#include "complete.hpp"
#include "errors.hpp"
#include "help.hpp"
#include "output.hpp"
#include "text/escape.hpp"
#include "verb.hpp"

namespace dbdb::tool {

namespace {

using Words = std::span<const std::string>;

ExitCode report(const Failure& failure, const std::string& place) {
    write_error("dbdb: " + place + failure.what() + "\n");
    return failure.exit_code();
}

/// `help`, alone or with a verb.
ExitCode run_help(Words words, Output& output) {
    if (words.empty()) {
        output.allow_pager();
        output.write(general_help());
        return ExitCode::done;
    }
    const Verb* const verb = verb_named(words[0]);
    if (verb == nullptr) throw unknown_verb(words[0]);
    const std::vector<std::string> asking{"--help"};
    return run_verb(*verb, asking, output);
}

/// Whether the words are in the original order, the file before the verb.
bool file_comes_first(Words words) {
    if (words.size() < 2) return false;
    const Verb* const second = verb_named(words[1]);
    return second != nullptr && second->may_follow_file;
}

ExitCode dispatch(Words words, Output& output) {
    if (words.empty())
        throw Failure(ExitCode::wrong_arguments, "a verb is missing; dbdb help lists them");
    const std::string& first = words[0];
    if (first == "help" || first == "--help" || first == "-h")
        return run_help(words.subspan(1), output);
    if (first == "--version" || first == "-V") {
        output.write(version_text());
        return ExitCode::done;
    }
    if (first == "__complete") {
        output.write(text_of(complete(words.subspan(1))));
        return ExitCode::done;
    }
    if (const Verb* const verb = verb_named(first))
        return run_verb(*verb, words.subspan(1), output);
    if (!file_comes_first(words)) throw no_verb(words);
    std::vector<std::string> swapped(words.begin() + 1, words.end());
    swapped[0] = first;
    return run_verb(*verb_named(words[1]), swapped, output);
}

/// What was written before a failure is still shown; the failure is what counts.
ExitCode run_and_close(Words words) {
    Output output(STDOUT_FILENO);
    try {
        const ExitCode exit_code = dispatch(words, output);
        output.close();
        return exit_code;
    } catch (...) {
        output.flush_quietly();
        throw;
    }
}

}  // namespace

ExitCode run_verb(const Verb& verb, Words words, Output& output) {
    try {
        return verb.run({verb, words, output});
    } catch (const HelpWanted& help) {
        output.allow_pager();
        output.write(verb_help(verb, help.arguments));
        return ExitCode::done;
    }
}

ExitCode run_and_report(const std::function<ExitCode()>& work, const std::string& place) {
    try {
        return work();
    } catch (const Failure& failure) {
        return report(failure, place);
    } catch (const Error& error) {
        return report(working_failure(error), place);
    } catch (const std::bad_alloc&) {
        return report({ExitCode::input_output, "not enough memory"}, place);
    }
}

ExitCode run(std::span<const std::string> words) noexcept {
    try {
        return run_and_report([words] { return run_and_close(words); });
    } catch (...) {
        write_error("dbdb: stopped by an error that should not happen; nothing was committed\n");
        return ExitCode::input_output;
    }
}

}  // namespace dbdb::tool
