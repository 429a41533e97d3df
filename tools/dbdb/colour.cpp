#include "colour.hpp"

#include <cstdlib>

#include "failure.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

namespace {

/// Empty counts as not set: see no-color.org.
std::string_view variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

void ColourArgument::add_to(Arguments& arguments) {
    arguments.option("--color", "WHEN", when, "always, never or auto (auto)");
}

bool ColourArgument::is_wanted(const Output& output) const {
    if (when == "always") return true;
    if (when == "never") return false;
    if (when && when != "auto") {
        throw Failure(ExitCode::wrong_arguments,
                      "--color: not always, never or auto: " + text::quoted(*when));
    }
    if (!variable("NO_COLOR").empty()) return false;
    if (!variable("FORCE_COLOR").empty() || !variable("CLICOLOR_FORCE").empty()) return true;
    const std::string_view terminal = variable("TERM");
    return output.is_terminal() && !terminal.empty() && terminal != "dumb";
}

std::string_view terminal_code(Colour colour) {
    switch (colour) {
        case Colour::red:
            return "\x1B[31m";
        case Colour::green:
            return "\x1B[32m";
        case Colour::yellow:
            return "\x1B[33m";
        case Colour::none:
            break;
    }
    return "\x1B[0m";
}

}  // namespace dbdb::tool
