#include "documentation.hpp"

#include <unistd.h>

#include "output.hpp"

namespace dbdb::tool {

namespace {

std::vector<std::string> parts_of(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

std::string wrapped_line(const std::string& line, std::size_t columns) {
    std::string text;
    std::size_t column = 0;
    for (const std::string& word : parts_of(line, ' ')) {
        const bool fits = column + 1 + word.size() <= columns;
        if (column != 0) text += fits ? ' ' : '\n';
        column = column != 0 && fits ? column + 1 + word.size() : word.size();
        text += word;
    }
    return text;
}

}  // namespace

std::vector<ArgumentHelp> arguments_of(const Verb& verb) {
    Output output(STDOUT_FILENO);
    const std::vector<std::string> asking{"--help"};
    try {
        verb.run({verb, asking, output});
    } catch (const HelpWanted& help) {
        return help.arguments;
    }
    return {};
}

std::string usage_of(const std::vector<ArgumentHelp>& arguments) {
    std::string text = "[OPTIONS]";
    for (const ArgumentHelp& argument : arguments) {
        if (argument.is_option()) continue;
        text += argument.required ? " " + argument.names : " [" + argument.names + "]";
    }
    return text;
}

std::string spelled(const ArgumentHelp& argument) {
    std::string text;
    for (const std::string& name : parts_of(argument.names, ','))
        text += (text.empty() ? "" : ", ") + name;
    return argument.value_name.empty() ? text : text + " " + argument.value_name;
}

std::vector<std::string> lines_of(std::string_view text) { return parts_of(text, '\n'); }

std::string wrapped(std::string_view text, std::size_t columns) {
    std::string result;
    for (const std::string& line : lines_of(text))
        result += (line.starts_with("  ") ? line : wrapped_line(line, columns)) + "\n";
    return result;
}

}  // namespace dbdb::tool
