/// Writes the source of the manual page: the template with every verb in the place of @VERBS@.
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "documentation.hpp"
#include "verb.hpp"

namespace dbdb::tool {
namespace {

/// With a backslash before each of `special`.
std::string escaped(std::string_view text, std::string_view special) {
    std::string result;
    for (const char letter : text) {
        if (special.find(letter) != std::string_view::npos) result += '\\';
        result += letter;
    }
    return result;
}

/// What scdoc takes for itself in running text is escaped; in a block that is the backslash alone.
std::string plain(std::string_view text) { return escaped(text, "\\*_`#<>+~"); }

std::string block(std::string_view lines) { return "```\n" + escaped(lines, "\\") + "\n```\n\n"; }

/// Lines that are to be kept become a block.
std::string notes_of(const Verb& verb) {
    std::string text;
    std::string kept;
    for (const std::string& line : lines_of(verb.notes)) {
        if (line.starts_with("  ")) {
            kept += (kept.empty() ? "" : "\n") + line;
        } else {
            text += plain(line) + "\n\n";
        }
    }
    return kept.empty() ? text : text + block(kept);
}

std::string entries_of(const std::vector<ArgumentHelp>& arguments, bool options) {
    std::string text;
    for (const ArgumentHelp& argument : arguments) {
        if (argument.is_option() == options)
            text += "*" + plain(spelled(argument)) + "*\n\t" + plain(argument.help) + ".\n\n";
    }
    return text;
}

std::string section_of(const Verb& verb) {
    const auto arguments = arguments_of(verb);
    std::string text = "## " + std::string(verb.name) + "\n\n";
    text += "*dbdb " + std::string(verb.name) + "* " + plain(usage_of(arguments)) + "\n\n";
    text += plain(verb.summary) + ".\n\n" + notes_of(verb);
    text += entries_of(arguments, false) + entries_of(arguments, true);
    text += "Examples:\n\n" + block(verb.examples);
    for (const std::string& line : lines_of(verb.exit_codes))
        text += "Exit code " + line.substr(0, 1) + ":" + plain(line.substr(1)) + ".\n\n";
    return text;
}

std::string sections() {
    std::string text;
    for (const Verb* const verb : all_verbs())
        text += section_of(*verb);
    return text;
}

/// scdoc wants indented lines to begin with a tab.
std::string indented(const std::string& line) {
    return line.starts_with("    ") ? "\t" + line.substr(4) : line;
}

void write_page(const char* path) {
    std::ifstream lines(path);
    for (std::string line; std::getline(lines, line);)
        std::cout << (line == "@VERBS@" ? sections() : indented(line) + "\n");
    if (!lines.eof() || !std::cout.flush()) throw std::runtime_error("cannot copy the page");
}

}  // namespace
}  // namespace dbdb::tool

int main(int argument_count, char** arguments) {
    try {
        if (argument_count != 2) throw std::runtime_error("usage: manual_page TEMPLATE");
        dbdb::tool::write_page(arguments[1]);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "manual_page: " << error.what() << '\n';
        return 1;
    }
}
