#include "figures.hpp"

#include <algorithm>

#include "size_text.hpp"
#include "text/escape.hpp"
#include "text/json_object.hpp"

namespace dbdb::tool {

void Figures::number(std::string_view name, std::uint64_t figure) {
    const std::string exact = std::to_string(figure);
    rows_.push_back(
        {std::string(name), exact, name.ends_with("bytes") ? size_text(figure) : exact, false});
}

void Figures::text(std::string_view name, std::string_view text) {
    rows_.push_back({std::string(name), std::string(text), std::string(text), true});
}

void Figures::boolean(std::string_view name, bool value) {
    const std::string text = value ? "true" : "false";
    rows_.push_back({std::string(name), text, text, false});
}

void Figures::write(bool json, Output& output) const {
    if (json) {
        write_json(output.writer());
        return output.write("\n");
    }
    for (const Row& row : rows_) {
        output.write(row.name + ": ");
        text::escape(output.is_terminal() ? row.for_people : row.shown, output.writer());
        output.write("\n");
    }
}

void Figures::write_json(const text::Write& write) const {
    text::JsonObject object(write);
    for (const Row& row : rows_) {
        std::string name = row.name;
        std::ranges::replace(name, ' ', '_');
        if (row.quoted) {
            object.bytes(name, row.shown);
            continue;
        }
        object.begin_field(name);
        write(row.shown);
    }
    object.end();
}

}  // namespace dbdb::tool
