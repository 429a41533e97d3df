/// Lines of fields that are parted by tabs, for people.
#pragma once

#include <string>
#include <string_view>

namespace dbdb::text {

/// The same lines with spaces in the place of the tabs, so that fields stand below each other; a
/// field that is much longer than most pushes the rest of its line aside. Lines without a tab stay
/// as they are.
std::string aligned(std::string_view lines);

}  // namespace dbdb::text
