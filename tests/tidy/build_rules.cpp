#include <filesystem>

#include "rules.hpp"

namespace dbdb::test {
namespace {

/// The strings in single quotes of `text`. A lone quote in a comment would shift what follows it,
/// so strings end with their line.
std::vector<std::string_view> quoted_strings(std::string_view text) {
    std::vector<std::string_view> strings;
    for (std::size_t begin = text.find('\''); begin != std::string_view::npos;) {
        const std::size_t end = text.find_first_of("'\n", begin + 1);
        if (end == std::string_view::npos) break;
        if (text[end] == '\'') strings.push_back(text.substr(begin + 1, end - begin - 1));
        begin = text.find('\'', end + 1);
    }
    return strings;
}

bool is_cpp(std::string_view path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

}  // namespace

std::set<std::string> files_named_in(std::span<const Source> build_files) {
    std::set<std::string> named;
    for (const Source& build_file : build_files) {
        const std::filesystem::path folder = std::filesystem::path(build_file.path).parent_path();
        for (const std::string_view text : quoted_strings(build_file.text)) {
            if (is_cpp(text)) named.insert((folder / text).lexically_normal().generic_string());
        }
    }
    return named;
}

Faults build_faults(const Source& source, const std::set<std::string>& named) {
    if (named.contains(source.path)) return {};
    return {source.path + ":1: named in no " + std::string(build_file_name)};
}

}  // namespace dbdb::test
