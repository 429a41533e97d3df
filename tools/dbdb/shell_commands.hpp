/// What only a shell has beside the verbs: begin, commit, rollback, at, and how it shows things.
#pragma once

#include <span>
#include <string_view>

#include "verb.hpp"

namespace dbdb::tool {

/// Described and run as verbs are; they act on the present session.
std::span<const Verb* const> shell_commands();

/// Null when there is none of that name.
const Verb* shell_command_named(std::string_view name);

}  // namespace dbdb::tool
