#include "exchange/resp_command.hpp"

#include <charconv>

#include "exchange/record.hpp"
#include "text/escape.hpp"

namespace dbdb::exchange {

namespace {

/// What Redis takes: words in a command, and bytes in a word.
constexpr std::uint64_t words_max = 1024 * 1024;
constexpr std::uint64_t word_bytes_max = std::uint64_t{512} << 20;

[[noreturn]] void refuse(const LineSource& source, const std::string& text) {
    throw InputError(source.line_number(), text);
}

[[noreturn]] void refuse_cut(const LineSource& source) {
    refuse(source, "the input ends within a command; it is truncated");
}

/// The number of the present line, behind the sign that it begins with.
std::uint64_t number_behind(const LineSource& source, char sign, std::uint64_t number_max) {
    const std::string_view line = source.line();
    if (!source.complete()) refuse_cut(source);
    std::uint64_t number = 0;
    const char* const last = line.data() + line.size() - (line.ends_with('\r') ? 1 : 0);
    if (line.starts_with(sign)) {
        const auto [end, problem] = std::from_chars(line.data() + 1, last, number);
        if (problem == std::errc() && end == last && last != line.data() + line.size() &&
            number <= number_max)
            return number;
    }
    refuse(source,
           "no line such as '" + std::string(1, sign) + "3' with CR LF: " + text::quoted(line));
}

/// The bytes behind a line such as `$5`, and the CR LF behind them.
std::string next_word(LineSource& source) {
    if (!source.next()) refuse_cut(source);
    const std::uint64_t bytes = number_behind(source, '$', word_bytes_max);
    if (!source.next_bytes(bytes)) refuse_cut(source);
    std::string word(source.line());
    if (!source.next() || !source.complete()) refuse_cut(source);
    if (source.line() != "\r") refuse(source, "no CR LF where a word must end");
    return word;
}

/// Goes to the line that begins a command, over the annotations of an append-only file.
bool find_command(LineSource& source) {
    while (source.next()) {
        if (!source.line().starts_with('#')) return true;
        if (!source.complete()) refuse_cut(source);
    }
    return false;
}

}  // namespace

std::optional<std::vector<std::string>> next_resp_command(LineSource& source) {
    if (!find_command(source)) return std::nullopt;
    const std::uint64_t count = number_behind(source, '*', words_max);
    if (count == 0) refuse(source, "a command without words");
    std::vector<std::string> words;
    while (words.size() < count)
        words.push_back(next_word(source));
    return words;
}

}  // namespace dbdb::exchange
