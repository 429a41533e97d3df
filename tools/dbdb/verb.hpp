/// What a verb is, and the table of all.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "failure.hpp"
#include "output.hpp"

namespace dbdb::tool {

struct Verb;

/// One run of a verb.
struct Call {
    const Verb& verb;
    std::span<const std::string> words;  ///< What stands behind the verb.
    Output& output;
};

struct Verb {
    std::string_view name;
    std::string_view summary;  ///< One line, without a full stop.
    std::string_view notes;    ///< Examples and more, for the end of the verb's help.
    /// Whether the original order `dbdb FILE VERB ...` is understood.
    bool may_follow_file;
    /// Names the arguments, parses them and does the work. Throws Failure, HelpWanted, Error.
    ExitCode (*run)(const Call& call);
};

/// All verbs, in the order of the help.
std::span<const Verb> all_verbs();

/// Null when there is none of that name.
const Verb* find_verb(std::string_view name);

/// The verb whose name is nearest to a mistyped one; null when none is near.
const Verb* nearest_verb(std::string_view name);

}  // namespace dbdb::tool
