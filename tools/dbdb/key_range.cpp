#include "key_range.hpp"

#include "number_text.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

std::string text_of(const KeyRange& range) {
    const std::string from = range.from.empty() ? " from the first key" : " from ";
    const std::string quoted = range.from.empty() ? "" : text::quoted(range.from);
    const std::string to = range.to ? " up to " + text::quoted(*range.to) : " on";
    return counted(range.entries, "key") + from + quoted + to;
}

void write_fields(const KeyRange& range, text::JsonObject& object) {
    object.number("hidden_entries", range.entries);
    object.bytes("hidden_from", range.from);
    if (range.to) object.bytes("hidden_to", *range.to);
}

}  // namespace dbdb::tool
