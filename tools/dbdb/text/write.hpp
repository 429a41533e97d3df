/// Where encoders put what they make: piece by piece, so that no value is ever copied whole.
#pragma once

#include <functional>
#include <string_view>

namespace dbdb::text {

/// Takes the next piece of output. The piece is valid only during the call. May throw; nothing in
/// this folder holds anything that would need to be undone.
using Write = std::function<void(std::string_view piece)>;

}  // namespace dbdb::text
