/// From the words of the command line to the exit code.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "failure.hpp"

namespace dbdb::tool {

struct Verb;
class Output;

/// Runs a verb whose words are `words`, or shows its help when they ask for it.
ExitCode run_verb(const Verb& verb, std::span<const std::string> words, Output& output);

/// Runs `work` and gives its exit code. What goes wrong is told on standard error, behind `place`,
/// and gives the code that stands for it.
ExitCode run_and_report(const std::function<ExitCode()>& work, const std::string& place = "");

/// Finds the verb, runs it and tells on standard error what went wrong. Never throws.
ExitCode run(std::span<const std::string> words) noexcept;

}  // namespace dbdb::tool
