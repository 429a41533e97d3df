#include "exchange/entry_fields.hpp"

#include <algorithm>

#include "text/base64.hpp"
#include "text/json_array.hpp"
#include "text/spelling.hpp"
#include "text/utf8.hpp"
#include "time_text.hpp"

namespace dbdb::exchange {

namespace {

void write_tags(const std::vector<std::string>& tags,
                text::JsonObject& object,
                const text::Write& write) {
    const bool are_text =
        std::ranges::all_of(tags, [](const std::string& tag) { return text::is_utf8(tag); });
    object.begin_field(are_text ? "tags" : "tags_base64");
    text::write_json_array(tags, write, [&](const std::string& tag) {
        if (are_text) return text::write_json_string(tag, write);
        write("\"");
        text::encode_base64(tag, write);
        write("\"");
    });
}

}  // namespace

void add_entry_fields(const EntryOptions& entry,
                      text::JsonObject& object,
                      const text::Write& write) {
    if (entry.expires_at) {
        object.begin_field("expires_at_ms");
        write(std::to_string(entry.expires_at->time_since_epoch().count()));
    }
    if (!entry.tags.empty()) write_tags(entry.tags, object, write);
    if (!entry.content_type.empty()) object.bytes("content_type", entry.content_type);
    if (entry.created) object.bytes("created", tool::time_text(*entry.created));
    if (entry.updated) object.bytes("updated", tool::time_text(*entry.updated));
}

}  // namespace dbdb::exchange
