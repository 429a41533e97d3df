/// From the words of the command line to the exit code.
#pragma once

#include <span>
#include <string>

#include "failure.hpp"

namespace dbdb::tool {

/// Finds the verb, runs it and tells on standard error what went wrong. Never throws.
ExitCode run(std::span<const std::string> words) noexcept;

}  // namespace dbdb::tool
