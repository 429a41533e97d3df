#include <algorithm>
#include <string>

#include "exchange/csv.hpp"
#include "text/utf8.hpp"

namespace dbdb::exchange {

namespace {

/// Everything of which some program could think otherwise is quoted; also what is empty, which some
/// take for no value at all.
bool needs_quotes(std::string_view field) {
    return field.empty() || field.front() == ' ' || field.back() == ' ' ||
           field.find_first_of(",\"\r\n\t") != std::string_view::npos;
}

void write_text(std::string_view field, const text::Write& write) {
    if (!needs_quotes(field)) return write(field);
    write("\"");
    while (!field.empty()) {
        const std::size_t quote = field.find('"');
        const std::size_t bytes = std::min(quote, field.size());
        write(field.substr(0, bytes));
        field.remove_prefix(bytes);
        if (field.empty()) break;
        write("\"\"");
        field.remove_prefix(1);
    }
    write("\"");
}

/// Digits need no quotation marks, but an empty field does.
void write_field(std::string_view field, text::Spelling spelling, const text::Write& write) {
    if (spelling == text::Spelling::raw || field.empty()) return write_text(field, write);
    text::encode(field, spelling, write);
}

std::string_view suffix_of(text::Spelling spelling) {
    if (spelling == text::Spelling::raw) return "";
    return spelling == text::Spelling::hex ? "_hex" : "_base64";
}

}  // namespace

bool is_csv_text(std::string_view bytes) {
    return text::is_utf8(bytes) && bytes.find('\0') == std::string_view::npos;
}

void write_csv_header(text::Spelling spelling, const text::Write& write) {
    const std::string suffix(suffix_of(spelling));
    write("key" + suffix + ",value" + suffix + "\r\n");
}

void write_csv_record(std::string_view key,
                      std::string_view value,
                      text::Spelling spelling,
                      const text::Write& write) {
    write_field(key, spelling, write);
    write(",");
    write_field(value, spelling, write);
    write("\r\n");
}

}  // namespace dbdb::exchange
