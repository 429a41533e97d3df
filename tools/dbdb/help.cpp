#include "help.hpp"

#include <algorithm>

#include "dbdb/version.hpp"

#include "documentation.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

namespace {

constexpr std::string_view help_begin =
    "dbdb - an ordered, transactional key-value store in one file\n\n"
    "Usage: dbdb VERB FILE [ARGUMENTS] [OPTIONS]\n\n"
    "Verbs:\n";

constexpr std::string_view help_end =
    "\nHelp:\n"
    "  dbdb help VERB    what a verb takes, with examples\n"
    "  dbdb --version    version, file format and features\n"
    "  --log PATH        with any verb: add what happens to PATH as JSON lines\n"
    "\nExamples:\n"
    "  dbdb set people.db ann 'Ann Lee'\n"
    "  dbdb get people.db ann\n"
    "  dbdb scan people.db --prefix a\n"
    "\nFILE before get, set and delete is understood too. A file named like a verb is ./get.\n"
    "Exit codes: 0 done, 1 wrong arguments, 2 unknown verb, 3 not found, 4 condition false,\n"
    "5 cannot open, 6 damage found, 7 input or output failed, 8 bad input data\n";

constexpr std::size_t text_columns = 80;

/// `name`, in a column of its own when `text` follows it.
std::string row(std::string name, std::size_t column_characters, std::string_view text) {
    name.resize(std::max(column_characters, name.size()), ' ');
    return "  " + name + " " + std::string(text) + "\n";
}

std::string example_lines(const Verb& verb) {
    std::string text = "\nExamples:\n";
    for (const std::string& example : lines_of(verb.examples))
        text += "  " + example + "\n";
    return text;
}

std::string argument_lines(const std::vector<ArgumentHelp>& arguments) {
    std::size_t column_characters = 0;
    for (const ArgumentHelp& argument : arguments)
        column_characters = std::max(column_characters, spelled(argument).size() + 1);
    std::string words;
    std::string options;
    for (const ArgumentHelp& argument : arguments) {
        (argument.is_option() ? options : words) +=
            row(spelled(argument), column_characters, argument.help);
    }
    return "\nArguments:\n" + words + "\nOptions:\n" + options;
}

std::string exit_code_lines(const Verb& verb) {
    std::string text = "\nExit codes, beside those of every verb (dbdb help):\n";
    for (const std::string& line : lines_of(verb.exit_codes))
        text += "  " + line + "\n";
    return verb.exit_codes.empty() ? "" : text;
}

std::string compiler_name() {
#if defined(__clang__)
    return "Clang " __clang_version__;
#else
    return "GCC " __VERSION__;
#endif
}

}  // namespace

std::string general_help() {
    std::size_t column_characters = 0;
    for (const Verb* const verb : all_verbs())
        column_characters = std::max(column_characters, verb->name.size() + 1);
    std::string text(help_begin);
    for (const Verb* const verb : all_verbs())
        text += row(std::string(verb->name), column_characters, verb->summary);
    return text += help_end;
}

std::string verb_help(const Verb& verb, const std::vector<ArgumentHelp>& arguments) {
    std::string text = std::string(verb.summary) + "\n" + example_lines(verb);
    text += "\nUsage: dbdb " + std::string(verb.name) + " " + usage_of(arguments) + "\n";
    if (!verb.notes.empty()) text += "\n" + wrapped(verb.notes, text_columns);
    return text + argument_lines(arguments) + exit_code_lines(verb);
}

/// Lines of `name value`, of which the first two never change their form.
std::string version_text() {
    return "dbdb " + std::string(library_version()) + "\nfile format " +
           std::to_string(file_format_version) + "\nfeatures " + DBDB_FEATURES + "\ncompiler " +
           compiler_name() + "\n";
}

Failure unknown_verb(std::string_view name) {
    const Verb* const nearest = nearest_verb(name);
    const std::string suggestion = nearest == nullptr
                                       ? "dbdb help lists them"
                                       : "did you mean " + std::string(nearest->name) + "?";
    return {ExitCode::unknown_verb, "unknown verb " + text::quoted(name) + "; " + suggestion};
}

Failure no_verb(std::span<const std::string> words) {
    if (words.size() == 1 || nearest_verb(words[0]) != nullptr) return unknown_verb(words[0]);
    const std::string first = text::quoted(words[0]);
    if (verb_named(words[1]) != nullptr)
        return {ExitCode::unknown_verb,
                "unknown verb " + first + "; the verb comes first: dbdb " + words[1] + " " +
                    text::escaped(words[0])};
    if (nearest_verb(words[1]) != nullptr) return unknown_verb(words[1]);
    return {
        ExitCode::unknown_verb,
        "neither " + first + " nor " + text::quoted(words[1]) + " is a verb; dbdb help lists them"};
}

}  // namespace dbdb::tool
