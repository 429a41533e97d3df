/// What a verb is, and the table of all.
///
/// Everything that is to be read about a verb comes from its Verb and from the arguments that its
/// `run` names: the help, the manual page and the completion of shells. A test holds each Verb
/// against what is said here.
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
    std::string_view name{};
    std::string_view summary{};   ///< One line, without a full stop.
    std::string_view examples{};  ///< Commands, each a line.
    /// Sentences. They are broken into lines where they are shown; lines that begin with two
    /// spaces are kept, and so is the line before them.
    std::string_view notes{};
    /// Lines such as "3 there is no such key", beyond the codes that every verb has: 0, 1, 5, 7
    /// and, for a damaged file, 6.
    std::string_view exit_codes{};
    /// Whether the original order `dbdb FILE VERB ...` is understood.
    bool may_follow_file = false;
    /// Whether it takes the writer's turn for itself, so that in a shell it has to wait for the end
    /// of the transaction.
    bool needs_turn = false;
    /// Names the arguments, parses them and does the work. Throws Failure, HelpWanted, Error. To
    /// ask for help it needs no more than the word `--help`.
    ExitCode (*run)(const Call& call) = nullptr;
};

/// All verbs, in the order of the help.
std::span<const Verb* const> all_verbs();

/// Null when there is none of that name.
const Verb* verb_named(std::string_view name);

/// The verb whose name is nearest to a mistyped one; null when none is near.
const Verb* nearest_verb(std::string_view name);

}  // namespace dbdb::tool
