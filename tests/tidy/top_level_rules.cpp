#include <algorithm>
#include <array>
#include <fnmatch.h>

#include "lines.hpp"
#include "rules.hpp"

namespace dbdb::test {
namespace {

constexpr std::array<std::string_view, 8> places{
    "LICENSE", "README.md", "include", "lib", "meson.build", "subprojects", "tests", "tools"};

/// The rules of a .gitignore that name something at the top level: `/build*/` becomes `build*`.
/// Rules that reach deeper, and exceptions from rules, say nothing about the top level.
std::vector<std::string> top_level_patterns(std::string_view ignore_rules) {
    std::vector<std::string> patterns;
    faults_by_line({"", std::string(ignore_rules)}, [&](std::string_view line) -> std::string {
        if (line.starts_with('/')) line.remove_prefix(1);
        if (line.ends_with('/')) line.remove_suffix(1);
        const bool deeper = line.find('/') != std::string_view::npos;
        const bool rule = !line.empty() && line.front() != '#' && line.front() != '!';
        if (rule && !deeper) patterns.emplace_back(line);
        return "";
    });
    return patterns;
}

}  // namespace

Faults top_level_faults(std::span<const std::string> names, std::string_view ignore_rules) {
    Faults faults;
    const std::vector<std::string> patterns = top_level_patterns(ignore_rules);
    for (const std::string& name : names) {
        const bool ignored = std::ranges::any_of(patterns, [&](const std::string& pattern) {
            return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
        });
        const bool placed = name.starts_with('.') || std::ranges::count(places, name) != 0;
        if (!ignored && !placed) faults.push_back(name + ": has no place at the top level");
    }
    for (const std::string_view place : places) {
        if (std::ranges::count(names, place) == 0) {
            faults.push_back(std::string(place) + ": missing at the top level");
        }
    }
    return faults;
}

}  // namespace dbdb::test
