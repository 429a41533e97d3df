#include "figure.hpp"

#include <string>

#include "text/json_object.hpp"

namespace dbdb::tool {

void write_figure(std::string_view name, std::uint64_t figure, bool json, Output& output) {
    if (!json) return output.write(std::to_string(figure) + "\n");
    text::JsonObject object(output.writer());
    object.number(name, figure);
    object.end();
    output.write("\n");
}

}  // namespace dbdb::tool
