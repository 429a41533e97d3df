#include "signs.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace dbdb::tool {

namespace {

constexpr Signs unicode_signs{
    .kinds = {"\u25a3", "\u2593", "\u2588", "\u25a6", "\u25cf", "\u2502", "\u2591", "\u00b7"},
    .bar = "\u2588",
    .levels = {" ", "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"},
    .fork = "\u251c\u2500 ",
    .last_fork = "\u2514\u2500 ",
    .trunk = "\u2502  ",
    .no_trunk = "   ",
};

constexpr Signs ascii_signs{
    .kinds = {"S", "b", "#", "@", "C", "c", ".", "_"},
    .bar = "#",
    .levels = {" ", "1", "2", "3", "4", "5", "6", "7", "8"},
    .fork = "|- ",
    .last_fork = "`- ",
    .trunk = "|  ",
    .no_trunk = "   ",
};

/// As setlocale would choose; without it, since nothing else is to follow the locale.
std::string character_set() {
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* const value = std::getenv(name);
        if (value != nullptr && *value != '\0') return value;
    }
    return "C";
}

bool is_unicode(std::string locale) {
    std::erase(locale, '-');
    std::ranges::transform(locale, locale.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return locale.find("utf8") != std::string::npos;
}

}  // namespace

const Signs& signs() { return is_unicode(character_set()) ? unicode_signs : ascii_signs; }

std::string repeated(std::string_view sign, std::size_t count) {
    std::string text;
    for (std::size_t index = 0; index < count; ++index)
        text += sign;
    return text;
}

}  // namespace dbdb::tool
