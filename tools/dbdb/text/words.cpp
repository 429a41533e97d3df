#include "text/words.hpp"

#include <algorithm>

#include "text/escape.hpp"

namespace dbdb::text {

namespace {

constexpr std::string_view white_space = " \t\r\n";

/// Takes the bytes up to the closing quotation mark from the front of `line`, and it too.
std::optional<std::string> take_single_quoted(std::string_view& line) {
    const std::size_t end = line.find('\'');
    if (end == std::string_view::npos) return std::nullopt;
    std::string bytes(line.substr(0, end));
    line.remove_prefix(end + 1);
    return bytes;
}

std::optional<std::string> take_double_quoted(std::string_view& line) {
    std::string escaped;
    while (!line.empty() && line[0] != '"') {
        const bool is_escape = line[0] == '\\' && line.size() > 1;
        const bool is_mark = is_escape && line[1] == '"';
        escaped += line.substr(is_mark ? 1 : 0, is_escape && !is_mark ? 2 : 1);
        line.remove_prefix(is_escape ? 2 : 1);
    }
    if (line.empty()) return std::nullopt;
    line.remove_prefix(1);
    return unescaped(escaped);
}

/// What the first byte of `line` begins: a quoted piece, an escaped byte or itself.
std::optional<std::string> take_piece(std::string_view& line) {
    const char first = line[0];
    line.remove_prefix(1);
    if (first == '\'') return take_single_quoted(line);
    if (first == '"') return take_double_quoted(line);
    if (first != '\\') return std::string(1, first);
    if (line.empty()) return std::nullopt;
    const std::string byte(1, line[0]);
    line.remove_prefix(1);
    return byte;
}

}  // namespace

std::optional<std::vector<std::string>> words_of(std::string_view line) {
    std::vector<std::string> words;
    for (;;) {
        line.remove_prefix(std::min(line.find_first_not_of(white_space), line.size()));
        if (line.empty() || line[0] == '#') return words;
        std::string word;
        while (!line.empty() && white_space.find(line[0]) == std::string_view::npos) {
            const std::optional<std::string> piece = take_piece(line);
            if (!piece) return std::nullopt;
            word += *piece;
        }
        words.push_back(word);
    }
}

std::string as_word(std::string_view bytes) {
    std::string word;
    for (const char byte : bytes) {
        if (std::string_view(" \t'\"\\#").find(byte) != std::string_view::npos) word += '\\';
        word += byte;
    }
    return word;
}

}  // namespace dbdb::text
