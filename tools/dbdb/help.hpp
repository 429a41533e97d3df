/// Help that belongs to no verb.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arguments.hpp"
#include "failure.hpp"
#include "verb.hpp"

namespace dbdb::tool {

std::string general_help();

/// What `verb` is for and what it takes, examples first.
std::string verb_help(const Verb& verb, const std::vector<ArgumentHelp>& arguments);

/// The program's version, the file format it writes, and what it was built of.
std::string version_text();

/// The failure of a verb that does not exist, with the nearest one that does.
Failure unknown_verb(std::string_view name);

/// The same for words of which neither of the first two can be the verb where it stands.
Failure no_verb(std::span<const std::string> words);

}  // namespace dbdb::tool
