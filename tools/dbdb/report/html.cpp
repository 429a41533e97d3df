#include "report/html.hpp"

#include <array>
#include <cstdio>

#include "number_text.hpp"
#include "size_text.hpp"
#include "text/escape.hpp"
#include "text/utf8.hpp"

namespace dbdb::tool::report {

namespace {

constexpr std::size_t summary_bytes_max = 120;

std::string_view entity_of(char letter) {
    switch (letter) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return "";
    }
}

std::string attribute(std::string_view name, double part) {
    return " " + std::string(name) + "=\"" + percent(part) + "\"";
}

}  // namespace

std::string html_text(std::string_view bytes) {
    std::string safe;
    for (const char letter : text::escaped(bytes)) {
        const std::string_view entity = entity_of(letter);
        if (entity.empty())
            safe += letter;
        else
            safe += entity;
    }
    return safe;
}

/// Between characters, if it has any.
std::string html_summary(std::string_view bytes) {
    if (bytes.size() <= summary_bytes_max) return html_text(bytes);
    std::size_t end = summary_bytes_max;
    while (end > summary_bytes_max - 4 && text::character_bytes(bytes.substr(end)) == 0)
        --end;
    return html_text(bytes.substr(0, end)) + "...";
}

std::string percent(double part) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3f%%", part);
    return text.data();
}

std::string bytes_cell(std::uint64_t bytes) {
    return "<td data-bytes=\"" + std::to_string(bytes) + "\">" + size_text(bytes) + "</td>";
}

std::string number_cell(std::uint64_t number) { return "<td>" + grouped(number) + "</td>"; }

std::string hinted(std::string_view hint, const std::string& marks) {
    return "<g class=\"hint\"><title>" + std::string(hint) + "</title>" + marks + "</g>\n";
}

std::string rect(std::string_view css_class, const Box& box, const std::string& more) {
    return "<rect class=\"" + std::string(css_class) + "\"" + attribute("x", box.x) +
           attribute("y", box.y) + attribute("width", box.width) + attribute("height", box.height) +
           more + "/>";
}

}  // namespace dbdb::tool::report
