#include "exchange/tsv_reader.hpp"

#include <optional>
#include <string>

#include "text/escape.hpp"

namespace dbdb::exchange {

namespace {

std::string unescaped(const LineSource& source, std::string_view text) {
    std::optional<std::string> bytes = text::unescaped(text);
    if (!bytes)
        throw InputError(
            source.line_number(),
            "a backslash must be followed by \\, t, n, r, 0 or x and two hexadecimal digits");
    return *std::move(bytes);
}

/// Where the one tab of the line is.
std::size_t tab_index(const LineSource& source) {
    const std::string_view line = source.line();
    if (!source.complete())
        throw InputError(source.line_number(), "the last line has no newline; it may be truncated");
    const std::size_t index = line.find('\t');
    if (index == std::string_view::npos)
        throw InputError(source.line_number(), "no tab between key and value");
    if (line.find('\t', index + 1) != std::string_view::npos)
        throw InputError(source.line_number(), "more than one tab; write a tab of a value as \\t");
    return index;
}

}  // namespace

void read_tsv(LineSource& source, const TakeRecord& take) {
    while (source.next()) {
        const std::size_t tab = tab_index(source);
        const std::string key = unescaped(source, source.line().substr(0, tab));
        const std::string value = unescaped(source, source.line().substr(tab + 1));
        take({key, value, source.line_number()});
    }
}

}  // namespace dbdb::exchange
