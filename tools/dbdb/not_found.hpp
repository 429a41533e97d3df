/// The answer that there is no such key.
#pragma once

#include <string>
#include <string_view>

#include "failure.hpp"

namespace dbdb::tool {

/// Reads `dbdb: people.db: key not found: ann`.
Failure key_not_found(const std::string& path, std::string_view key);

}  // namespace dbdb::tool
