/// Signs for drawing on a terminal: of Unicode where it is understood, else of ASCII.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "dbdb/survey.hpp"

namespace dbdb::tool {

struct Signs {
    std::array<std::string_view, space_kind_count> kinds{};  ///< By SpaceKind.
    std::string_view bar{};                                  ///< A piece of a bar.
    std::array<std::string_view, 9> levels{};  ///< Columns, from nothing to the full height.
    std::string_view fork{};                   ///< Before a child with another below it.
    std::string_view last_fork{};              ///< Before the last child.
    std::string_view trunk{};                  ///< Beside a child's children.
    std::string_view no_trunk{};
};

/// As the environment says what characters the terminal has: LC_ALL, LC_CTYPE or LANG.
const Signs& signs();

/// `count` times.
std::string repeated(std::string_view sign, std::size_t count);

}  // namespace dbdb::tool
