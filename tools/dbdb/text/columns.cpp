#include "text/columns.hpp"

#include <algorithm>
#include <vector>

namespace dbdb::text {

namespace {

constexpr std::size_t column_characters_max = 40;
constexpr std::size_t gap_characters = 2;

std::size_t characters(std::string_view field) {
    return static_cast<std::size_t>(std::ranges::count_if(
        field, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

/// Gives each line without its newline, and whether it had one.
template <typename Take>
void each_line(std::string_view lines, const Take& take) {
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        take(lines.substr(0, end), end != std::string_view::npos);
        lines.remove_prefix(std::min(end, lines.size() - 1) + 1);
    }
}

/// Gives the fields of a line that a tab follows, and then what is behind the last tab.
template <typename Take, typename TakeLast>
void each_field(std::string_view line, const Take& take, const TakeLast& take_last) {
    std::size_t column = 0;
    for (std::size_t tab; (tab = line.find('\t')) != std::string_view::npos; ++column) {
        take(column, line.substr(0, tab));
        line.remove_prefix(tab + 1);
    }
    take_last(line);
}

std::vector<std::size_t> widths_of(std::string_view lines) {
    std::vector<std::size_t> widths;
    const auto widen = [&widths](std::size_t column, std::string_view field) {
        widths.resize(std::max(widths.size(), column + 1));
        const std::size_t width = std::min(characters(field), column_characters_max);
        widths[column] = std::max(widths[column], width);
    };
    each_line(lines, [&](std::string_view line, bool) {
        each_field(line, widen, [](std::string_view) {});
    });
    return widths;
}

}  // namespace

std::string aligned(std::string_view lines) {
    const std::vector<std::size_t> widths = widths_of(lines);
    std::string text;
    const auto pad = [&](std::size_t column, std::string_view field) {
        const std::size_t width = characters(field);
        text += field;
        text.append(widths[column] - std::min(width, widths[column]) + gap_characters, ' ');
    };
    each_line(lines, [&](std::string_view line, bool ended) {
        each_field(line, pad, [&text](std::string_view last) { text += last; });
        if (ended) text += '\n';
    });
    return text;
}

}  // namespace dbdb::text
