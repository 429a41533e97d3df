/// How a run of the program ends.
#pragma once

#include <stdexcept>
#include <string>

namespace dbdb::tool {

enum class ExitCode {
    done = 0,
    wrong_arguments = 1,
    unknown_verb = 2,
    not_found = 3,
    condition_false = 4,
    cannot_open = 5,  ///< Missing, no permission, locked, of another kind, of a newer format.
    damage = 6,
    input_output = 7,
    bad_input = 8,
};

/// Ends the run with a message for the user and an exit code. `what()` is shown behind `dbdb: `.
class Failure : public std::runtime_error {
public:
    Failure(ExitCode exit_code, const std::string& text)
        : std::runtime_error(text), exit_code_(exit_code) {}

    ExitCode exit_code() const noexcept { return exit_code_; }

private:
    ExitCode exit_code_;
};

/// The failure of `what`, with what the system said in `system_errno`.
Failure system_failure(ExitCode exit_code, const std::string& what, int system_errno);

}  // namespace dbdb::tool
