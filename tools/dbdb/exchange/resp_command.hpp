/// One command after the other out of the protocol of Redis.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/line_source.hpp"

namespace dbdb::exchange {

/// The words of the next command, at least one; empty at the end of the input. Throws InputError.
std::optional<std::vector<std::string>> next_resp_command(LineSource& source);

}  // namespace dbdb::exchange
