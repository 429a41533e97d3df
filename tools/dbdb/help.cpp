#include "help.hpp"

#include <algorithm>

#include "dbdb/version.hpp"

#include "text/escape.hpp"
#include "verb.hpp"

namespace dbdb::tool {

namespace {

constexpr std::string_view help_begin =
    "dbdb - an ordered, transactional key-value store in one file\n\n"
    "Usage: dbdb VERB FILE [ARGUMENTS] [OPTIONS]\n\n"
    "Verbs:\n";

constexpr std::string_view help_end =
    "\nHelp:\n"
    "  dbdb help VERB    what a verb takes, with examples\n"
    "  dbdb --version    version and file format\n"
    "  --log PATH        with any verb: add what happens to PATH as JSON lines\n"
    "\nExamples:\n"
    "  dbdb set people.db ann 'Ann Lee'\n"
    "  dbdb get people.db ann\n"
    "  dbdb scan people.db --prefix a\n"
    "\nFILE before get, set and delete is understood too. A file named like a verb is ./get.\n"
    "Exit codes: 0 done, 1 wrong arguments, 2 unknown verb, 3 not found, 4 condition false,\n"
    "5 cannot open, 6 damage found, 7 input or output failed, 8 bad input data\n";

constexpr std::size_t name_column_characters = 10;

std::string verb_line(const Verb& verb) {
    std::string name(verb.name);
    name.resize(std::max(name_column_characters, name.size()), ' ');
    return "  " + name + std::string(verb.summary) + "\n";
}

}  // namespace

std::string general_help() {
    std::string text(help_begin);
    for (const Verb& verb : all_verbs())
        text += verb_line(verb);
    return text += help_end;
}

std::string version_text() {
    return "dbdb " + std::string(library_version()) + "\nfile format " +
           std::to_string(file_format_version) + "\n";
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
    if (find_verb(words[1]) != nullptr)
        return {ExitCode::unknown_verb,
                "unknown verb " + first + "; the verb comes first: dbdb " + words[1] + " " +
                    text::escaped(words[0])};
    if (nearest_verb(words[1]) != nullptr) return unknown_verb(words[1]);
    return {
        ExitCode::unknown_verb,
        "neither " + first + " nor " + text::quoted(words[1]) + " is a verb; dbdb help lists them"};
}

}  // namespace dbdb::tool
