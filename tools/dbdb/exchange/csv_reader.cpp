#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "exchange/csv.hpp"
#include "text/escape.hpp"

namespace dbdb::exchange {

namespace {

using text::Spelling;

[[noreturn]] void refuse(const LineSource& source, const std::string& text) {
    throw InputError(source.line_number(), text);
}

/// The fields of one record after the other. A field in quotation marks may go over several lines.
class Fields {
public:
    explicit Fields(LineSource& source) : source_(source) {}

    /// Fills `fields` from the next record; false at the end of the input.
    bool next(std::vector<std::string>& fields) {
        fields.clear();
        if (!next_line()) return false;
        do {
            fields.push_back(rest_.starts_with('"') ? quoted_field() : plain_field());
        } while (take_comma());
        return true;
    }

private:
    /// Goes to the next line, which must be whole.
    bool next_line() {
        if (!source_.next()) return false;
        if (!source_.complete())
            refuse(source_, "the last line has no line break; it may be truncated");
        rest_ = source_.line();
        return true;
    }

    /// Up to a comma or the end of the line, whose break may be CR LF.
    std::string plain_field() {
        std::string_view field = rest_.substr(0, rest_.find(','));
        rest_.remove_prefix(field.size());
        if (rest_.empty() && field.ends_with('\r')) field.remove_suffix(1);
        if (field.find('"') != std::string_view::npos)
            refuse(source_, "a quotation mark within a field that does not begin with one");
        return std::string(field);
    }

    std::string quoted_field() {
        std::string field;
        rest_.remove_prefix(1);
        for (;;) {
            const std::size_t quote = rest_.find('"');
            field += rest_.substr(0, quote);
            if (quote == std::string_view::npos) {
                field += '\n';
                if (!next_line()) refuse(source_, "the input ends within a field; it is truncated");
                continue;
            }
            rest_.remove_prefix(quote + 1);
            if (!rest_.starts_with('"')) return field;
            field += '"';
            rest_.remove_prefix(1);
        }
    }

    /// Whether another field follows.
    bool take_comma() {
        if (rest_.empty() || rest_ == "\r") return false;
        if (rest_[0] != ',') refuse(source_, "more text behind a quoted field");
        rest_.remove_prefix(1);
        return true;
    }

    LineSource& source_;
    std::string_view rest_;  ///< Of the present line.
};

/// Where a column is, and how its fields are spelled.
struct Column {
    std::string name{};
    std::size_t index = 0;
    Spelling spelling = Spelling::raw;
};

constexpr std::array spellings{std::pair{"", Spelling::raw},
                               std::pair{"_hex", Spelling::hex},
                               std::pair{"_base64", Spelling::base64}};

Column column_named(const LineSource& source,
                    const std::string& name,
                    const std::vector<std::string>& header) {
    for (const auto& [suffix, spelling] : spellings) {
        const auto found = std::ranges::find(header, name + suffix);
        if (found == header.end()) continue;
        return {*found, static_cast<std::size_t>(found - header.begin()), spelling};
    }
    refuse(source, "the header names no column '" + name + "', which the first line must");
}

std::string bytes_of(const LineSource& source, const Column& column, const std::string& field) {
    std::optional<std::string> bytes = text::decode(field, column.spelling);
    if (bytes) return *std::move(bytes);
    refuse(source,
           "column '" + column.name + "' is not " +
               std::string(text::spelling_name(column.spelling)) + ": " + text::quoted(field));
}

}  // namespace

bool begins_csv(std::string_view begin) {
    if (begin.starts_with('"')) begin.remove_prefix(1);
    const std::string_view name = begin.substr(0, begin.find_first_of(",\""));
    const auto names_column = [name](const auto& spelling) {
        const std::string suffix(spelling.first);
        return name == "key" + suffix || name == "value" + suffix;
    };
    return name.size() != begin.size() && std::ranges::any_of(spellings, names_column);
}

void read_csv(LineSource& source, const TakeRecord& take) {
    Fields records(source);
    std::vector<std::string> fields;
    if (!records.next(fields)) return;
    const std::size_t count = fields.size();
    const Column key = column_named(source, "key", fields);
    const Column value = column_named(source, "value", fields);
    while (records.next(fields)) {
        if (fields.size() != count)
            refuse(source,
                   std::to_string(fields.size()) + " fields instead of " + std::to_string(count));
        const std::string key_bytes = bytes_of(source, key, fields[key.index]);
        const std::string value_bytes = bytes_of(source, value, fields[value.index]);
        take({key_bytes, value_bytes, source.line_number()});
    }
}

}  // namespace dbdb::exchange
