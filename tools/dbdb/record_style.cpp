#include "record_style.hpp"

#include "text/json_object.hpp"
#include "value_json.hpp"

namespace dbdb::tool {

namespace {

void write_json(const Entry& entry, const RecordStyle& style, const text::Write& write) {
    text::JsonObject object(write);
    object.bytes("key", entry.key, style.spelling);
    if (style.value_json && !style.keys_only) {
        object.begin_field("value");
        write(value_json(entry, style.path));
    } else if (!style.keys_only) {
        object.bytes("value", entry.value, style.spelling);
    }
    object.end();
}

void write_line(const Entry& entry, const RecordStyle& style, const text::Write& write) {
    text::encode_line(entry.key, style.spelling, write);
    if (style.keys_only) return;
    write("\t");
    if (style.value_json) return write(value_json(entry, style.path));
    text::encode_line(entry.value, style.spelling, write);
}

}  // namespace

void RecordStyle::add_value_json_to(Arguments& arguments) {
    arguments.flag("--value-json", value_json, "Show values as JSON, self-describing ones decoded");
}

void RecordStyle::add_to(Arguments& arguments) {
    arguments.spelling(spelling);
    add_value_json_to(arguments);
    arguments.flag("--json", json, "Show a JSON object on each line");
    arguments.flag("--keys", keys_only, "Show keys without values");
}

void write_record(const Entry& entry, const RecordStyle& style, const text::Write& write) {
    style.json ? write_json(entry, style, write) : write_line(entry, style, write);
    write("\n");
}

}  // namespace dbdb::tool
