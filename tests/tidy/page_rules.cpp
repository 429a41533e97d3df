#include <algorithm>
#include <filesystem>
#include <vector>

#include "lines.hpp"
#include "rules.hpp"

namespace dbdb::test {
namespace {

constexpr std::string_view link_begin = "](";

/// The line without what stands between backticks.
std::string without_code(std::string_view line) {
    std::string rest;
    bool is_code = false;
    for (const char letter : line) {
        if (letter == '`') is_code = !is_code;
        if (!is_code && letter != '`') rest += letter;
    }
    return rest;
}

/// What stands in quotation marks in `text`.
std::vector<std::string> quotes_in(std::string_view text) {
    std::vector<std::string> quotes;
    for (;;) {
        const std::size_t begin = text.find('"');
        const std::size_t end = begin == text.npos ? begin : text.find('"', begin + 1);
        if (end == text.npos) return quotes;
        quotes.emplace_back(text.substr(begin + 1, end - begin - 1));
        text.remove_prefix(end + 1);
    }
}

std::string path_from(const std::string& page, const std::string& target) {
    const auto folder = std::filesystem::path(page).parent_path();
    return (folder / target.substr(0, target.find('#'))).lexically_normal().generic_string();
}

/// `behind` is what stands between a link and the next one.
std::string fault_in_link(const std::string& path, std::string_view behind, const ReadFile& read) {
    const std::optional<std::string> text = read(path);
    if (!text) return "a link to " + path + ", which is not there";
    if (!path.starts_with("tests/")) return "";
    for (const std::string& name : quotes_in(behind)) {
        const std::string wanted = path.ends_with(".cpp") ? '"' + name + '"' : name;
        if (text->find(wanted) == text->npos) return path + " has no \"" + name + "\"";
    }
    return "";
}

std::string fault_in_links(const std::string& page, std::string_view line, const ReadFile& read) {
    for (std::size_t begin = line.find(link_begin); begin != line.npos;) {
        line.remove_prefix(begin + link_begin.size());
        const std::size_t end = std::min(line.find(')'), line.size());
        const std::string target(line.substr(0, end));
        begin = line.find(link_begin);
        if (target.starts_with('#') || target.find("://") != target.npos) continue;
        const std::string_view behind = line.substr(end, std::min(begin, line.size()) - end);
        std::string fault = fault_in_link(path_from(page, target), behind, read);
        if (!fault.empty()) return fault;
    }
    return "";
}

}  // namespace

Faults page_faults(const Source& page, const ReadFile& read) {
    bool is_block = false;
    return faults_by_line(page, [&](std::string_view line) -> std::string {
        if (line.starts_with("```")) is_block = !is_block;
        return is_block ? "" : fault_in_links(page.path, without_code(line), read);
    });
}

}  // namespace dbdb::test
