/// What help, manual page and completion have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arguments.hpp"
#include "verb.hpp"

namespace dbdb::tool {

/// The arguments that `verb` names, asked of the verb itself.
std::vector<ArgumentHelp> arguments_of(const Verb& verb);

/// Such as "[OPTIONS] FILE KEY".
std::string usage_of(const std::vector<ArgumentHelp>& arguments);

/// Such as "-m, --message TEXT".
std::string spelled(const ArgumentHelp& argument);

std::vector<std::string> lines_of(std::string_view text);

/// Each line of `text` that does not begin with two spaces, broken where words end so that none is
/// longer than `columns`, if its words are not.
std::string wrapped(std::string_view text, std::size_t columns);

}  // namespace dbdb::tool
