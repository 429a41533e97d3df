#include "exchange/jsonl_reader.hpp"

#include <optional>
#include <string>

#include "exchange/json_fields.hpp"
#include "text/spelling.hpp"
#include "time_reference.hpp"

namespace dbdb::exchange {

namespace {

using text::Spelling;

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

[[noreturn]] void refuse(const LineSource& source, const JsonProblem& problem) {
    if (!source.complete())
        throw InputError(source.line_number(), "the input ends within a record; it is truncated");
    const std::string place =
        problem.byte == 0 ? "" : "byte " + std::to_string(problem.byte) + ": ";
    throw InputError(source.line_number(), place + problem.text);
}

Spelling spelling_of(std::string_view field_name) {
    if (field_name.ends_with("_base64")) return Spelling::base64;
    return field_name.ends_with("_hex") ? Spelling::hex : Spelling::raw;
}

/// The bytes of `field`, which the line must have under `name` or one of its variants.
std::string bytes_of(const LineSource& source,
                     const JsonFields::Field& field,
                     const std::string& name) {
    if (field.name.empty())
        throw InputError(source.line_number(), "no field '" + name + "' or '" + name + "_base64'");
    const Spelling spelling = spelling_of(field.name);
    std::optional<std::string> bytes = text::decode(field.text, spelling);
    if (!bytes)
        throw InputError(
            source.line_number(),
            "field '" + field.name + "' is not " + std::string(text::spelling_name(spelling)));
    return *std::move(bytes);
}

std::optional<std::chrono::system_clock::time_point> time_of(const LineSource& source,
                                                             const JsonFields::Field& field) {
    if (field.name.empty()) return std::nullopt;
    if (const auto time = tool::time_named(field.text)) return time;
    throw InputError(source.line_number(), "field '" + field.name + "' is no time");
}

std::vector<std::string> tags_of(const LineSource& source, const JsonFields& fields) {
    if (!fields.are_tags_base64) return fields.tags;
    std::vector<std::string> tags;
    for (const std::string& text : fields.tags) {
        auto tag = text::decode(text, Spelling::base64);
        if (!tag) throw InputError(source.line_number(), "field 'tags_base64' is not Base64");
        tags.push_back(*std::move(tag));
    }
    return tags;
}

EntryOptions entry_of(const LineSource& source, const JsonFields& fields) {
    EntryOptions entry;
    if (fields.expires_at_ms)
        entry.expires_at = Expiry(std::chrono::milliseconds(*fields.expires_at_ms));
    entry.tags = tags_of(source, fields);
    if (!fields.content_type.name.empty())
        entry.content_type = bytes_of(source, fields.content_type, "content_type");
    entry.created = time_of(source, fields.created);
    entry.updated = time_of(source, fields.updated);
    return entry;
}

}  // namespace

void read_jsonl(LineSource& source, const TakeRecord& take) {
    while (source.next()) {
        if (is_blank(source.line())) continue;
        JsonFields fields;
        if (const auto problem = parse_json_fields(source.line(), fields)) refuse(source, *problem);
        const std::string key = bytes_of(source, fields.key, "key");
        const std::string value = bytes_of(source, fields.value, "value");
        take({key, value, source.line_number(), fields.keyspace.text, entry_of(source, fields)});
    }
}

}  // namespace dbdb::exchange
