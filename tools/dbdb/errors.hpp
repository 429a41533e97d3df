/// Errors of the library as messages and exit codes of the program.
#pragma once

#include <string>

#include "dbdb/error.hpp"

#include "failure.hpp"

namespace dbdb::tool {

/// The failure to open a database: what the file is not, and what can be done.
Failure opening_failure(const std::string& path, const Error& error);

/// The failure of anything after that. The library's text names the file.
Failure working_failure(const Error& error);

}  // namespace dbdb::tool
