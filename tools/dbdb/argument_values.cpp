#include <charconv>

#include "arguments.hpp"
#include "failure.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

std::uint64_t parse_number(const std::string& what, std::string_view text) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && stopped == end && !text.empty()) return number;
    const bool too_large = error == std::errc::result_out_of_range;
    throw Failure(ExitCode::wrong_arguments,
                  what + (too_large ? ": too large: " : ": not a whole number from 0 on: ") +
                      text::quoted(text));
}

std::string decode_argument(const std::string& what,
                            std::string_view text,
                            text::Spelling spelling) {
    std::optional<std::string> bytes = text::decode(text, spelling);
    if (bytes) return *std::move(bytes);
    throw Failure(
        ExitCode::wrong_arguments,
        what + " is not " + std::string(text::spelling_name(spelling)) + ": " + text::quoted(text));
}

}  // namespace dbdb::tool
