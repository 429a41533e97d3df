/// Helpers of the rules that look at a file line by line.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "rules.hpp"

namespace dbdb::test {

/// Takes `word`, with the blanks around it, off the front of `line`; false when it is not there.
bool skip(std::string_view& line, std::string_view word);

/// One fault for every line about which `judge` says something, with its place in front.
Faults faults_by_line(const Source& source,
                      const std::function<std::string(std::string_view line)>& judge);

}  // namespace dbdb::test
