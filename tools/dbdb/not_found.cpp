#include "not_found.hpp"

#include "text/escape.hpp"

namespace dbdb::tool {

Failure key_not_found(const std::string& path, std::string_view key) {
    return {ExitCode::not_found, path + ": key not found: " + text::quoted(key)};
}

}  // namespace dbdb::tool
