#include "metadata_style.hpp"

#include "exchange/entry_fields.hpp"
#include "text/escape.hpp"
#include "time_text.hpp"

namespace dbdb::tool {

std::string expiry_text(Expiry time) {
    constexpr Expiry last =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::time_point::max());
    if (time >= last || time <= Expiry()) {
        return std::to_string(time.time_since_epoch().count()) + " ms since 1970";
    }
    return time_text(time);
}

void write_metadata(const Metadata& metadata, const text::Write& write) {
    const auto line = [&](std::string_view name, std::string_view shown) {
        write(std::string(name) + ": ");
        text::escape(shown, write);
        write("\n");
    };
    line("value bytes", std::to_string(metadata.value_bytes));
    line("stored bytes", std::to_string(metadata.stored_bytes));
    if (metadata.expires_at) line("expires at", expiry_text(*metadata.expires_at));
    if (metadata.created) line("created", time_text(*metadata.created));
    if (metadata.updated) line("updated", time_text(*metadata.updated));
    if (!metadata.content_type.empty()) line("content type", metadata.content_type);
    for (const std::string& tag : metadata.tags)
        line("tag", tag);
}

void add_metadata(const Metadata& metadata, text::JsonObject& object, const text::Write& write) {
    object.number("value_bytes", metadata.value_bytes);
    object.number("stored_bytes", metadata.stored_bytes);
    exchange::add_entry_fields(metadata.options(), object, write);
}

}  // namespace dbdb::tool
