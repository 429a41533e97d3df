/// Colours on a terminal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "arguments.hpp"
#include "output.hpp"

namespace dbdb::tool {

/// What is shown in a colour of its own; never told by that alone.
enum class Colour { none, red, green, yellow };

/// The option `--color`.
struct ColourArgument {
    std::optional<std::string> when{};

    void add_to(Arguments& arguments);

    /// As the option says; else never with NO_COLOR, always with FORCE_COLOR or CLICOLOR_FORCE,
    /// and else when a person is reading on a terminal that knows colours. Throws Failure
    /// (wrong_arguments).
    bool is_wanted(const Output& output) const;
};

/// What switches the terminal to `colour`, or with `none` back.
std::string_view terminal_code(Colour colour);

}  // namespace dbdb::tool
