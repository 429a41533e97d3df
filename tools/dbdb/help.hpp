/// Help that belongs to no verb.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "failure.hpp"

namespace dbdb::tool {

std::string general_help();

/// The program's version and the file format it writes.
std::string version_text();

/// The failure of a verb that does not exist, with the nearest one that does.
Failure unknown_verb(std::string_view name);

/// The same for words of which neither of the first two can be the verb where it stands.
Failure no_verb(std::span<const std::string> words);

}  // namespace dbdb::tool
