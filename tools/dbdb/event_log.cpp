#include "event_log.hpp"

#include <string>

#include "log_file.hpp"
#include "text/json_object.hpp"
#include "time_text.hpp"

namespace dbdb::tool {

namespace {

struct WriteField {
    text::JsonObject& object;
    std::string_view name;

    void operator()(std::uint64_t value) const { object.number(name, value); }

    void operator()(bool value) const { object.boolean(name, value); }

    void operator()(std::string_view value) const { object.bytes(name, value); }
};

std::string line_of(const Event& event) {
    std::string line;
    text::JsonObject object([&](std::string_view bytes) { line += bytes; });
    object.bytes("time", time_text(event.time));
    object.bytes("severity", severity_name(event.severity));
    object.bytes("event", event.name);
    object.bytes("file", event.file);
    for (const EventField& field : event.fields)
        std::visit(WriteField{object, field.name}, field.value);
    object.end();
    return line + "\n";
}

}  // namespace

EventHook event_log_hook() {
    if (!is_log_open()) return {};
    return [](const Event& event) { write_log(line_of(event)); };
}

}  // namespace dbdb::tool
