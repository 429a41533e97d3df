#include <algorithm>

#include "lines.hpp"
#include "rules.hpp"

namespace dbdb::test {
namespace {

constexpr std::size_t line_columns_max = 100;

std::string fault_in_line(std::string_view line) {
    const auto odd = [](char letter) { return letter < ' ' || letter > '~'; };
    if (line.find('\t') != std::string_view::npos) return "a tab";
    if (std::ranges::any_of(line, odd)) return "a byte that is not printable ASCII";
    if (line.size() <= line_columns_max) return "";
    return std::to_string(line.size()) + " columns, over " + std::to_string(line_columns_max);
}

}  // namespace

Faults text_faults(const Source& source) { return faults_by_line(source, fault_in_line); }

Faults header_faults(const Source& source) {
    const bool once = source.text.starts_with("#pragma once\n") ||
                      source.text.find("\n#pragma once\n") != std::string::npos;
    if (!source.path.ends_with(".hpp") || once) return {};
    return {source.path + ":1: a header without #pragma once"};
}

}  // namespace dbdb::test
