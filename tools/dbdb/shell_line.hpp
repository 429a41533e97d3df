/// One line of a shell.
#pragma once

#include <string>
#include <vector>

#include "failure.hpp"
#include "output.hpp"
#include "session.hpp"

namespace dbdb::tool {

/// Runs a verb, with the file of `session` put in its place, a command of the shell or `help`; a
/// line without words does nothing. Throws as verbs do, and Failure.
ExitCode run_shell_line(const std::string& line, Session& session, Output& output);

/// The words that may stand in place of the last one of `typed`, as they are to be typed.
std::vector<std::string> complete_shell_line(const std::string& typed);

}  // namespace dbdb::tool
