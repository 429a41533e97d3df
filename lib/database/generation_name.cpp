#include "database/generation_name.hpp"

#include <charconv>
#include <cstdio>

namespace dbdb::database {

namespace {

/// Far more than anyone makes, and far less than what a number of 64 bits holds.
constexpr GenerationId id_max = 1'000'000'000'000;

constexpr std::string_view prefix = "generation-";
constexpr std::string_view full_suffix = ".dbdb";
constexpr std::string_view increment_suffix = ".part";

/// As io::TemporaryFile names a file that has not got its name yet.
constexpr std::string_view temporary_infix = "-new-";
constexpr std::size_t temporary_digits = 16;

}  // namespace

std::string text_of(const GenerationName& name) {
    char digits[24];
    std::snprintf(digits, sizeof digits, "%08llu", static_cast<unsigned long long>(name.id));
    return std::string(prefix) + digits +
           std::string(name.is_full ? full_suffix : increment_suffix);
}

std::optional<GenerationName> generation_name(std::string_view text) {
    if (!text.starts_with(prefix)) return std::nullopt;
    GenerationName name{0, text.ends_with(full_suffix)};
    std::from_chars(text.data() + prefix.size(), text.data() + text.size(), name.id);
    if (name.id == 0 || name.id > id_max || text_of(name) != text) return std::nullopt;
    return name;
}

bool is_generation_leftover(std::string_view text) {
    constexpr std::size_t tail = temporary_infix.size() + temporary_digits;
    if (text.size() <= tail) return false;
    std::string_view rest = text.substr(text.size() - tail);
    if (!rest.starts_with(temporary_infix)) return false;
    rest.remove_prefix(temporary_infix.size());
    return rest.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
           generation_name(text.substr(0, text.size() - tail)).has_value();
}

}  // namespace dbdb::database
