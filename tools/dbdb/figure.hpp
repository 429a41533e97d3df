/// Showing a single number.
#pragma once

#include <cstdint>
#include <string_view>

#include "output.hpp"

namespace dbdb::tool {

/// The number on a line, or as the field `name` of a JSON object.
void write_figure(std::string_view name, std::uint64_t figure, bool json, Output& output);

}  // namespace dbdb::tool
