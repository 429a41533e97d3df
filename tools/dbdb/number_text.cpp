#include "number_text.hpp"

#include <cmath>

namespace dbdb::tool {

namespace {

/// Behind a number.
std::string noun(std::uint64_t count, std::string_view one, std::string_view more) {
    if (count == 1) return " " + std::string(one);
    return more.empty() ? " " + std::string(one) + "s" : " " + std::string(more);
}

}  // namespace

std::string grouped(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    std::string text;
    for (std::size_t index = 0; index < digits.size(); ++index) {
        if (index > 0 && (digits.size() - index) % 3 == 0) text += ',';
        text += digits[index];
    }
    return text;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view more) {
    return std::to_string(count) + noun(count, one, more);
}

std::string counted_grouped(std::uint64_t count, std::string_view one, std::string_view more) {
    return grouped(count) + noun(count, one, more);
}

std::string percent_text(std::uint64_t part, std::uint64_t whole) {
    if (part == 0 || whole == 0) return "0 %";
    const double percent = 100 * static_cast<double>(part) / static_cast<double>(whole);
    if (percent < 1) return "less than 1 %";
    return std::to_string(std::lround(percent)) + " %";
}

}  // namespace dbdb::tool
