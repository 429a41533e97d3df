#include "line_editor.hpp"

#include <cstdlib>

namespace dbdb::tool {

std::string history_path() {
    if (const char* const path = std::getenv("DBDB_HISTORY")) return path;
    const char* const home = std::getenv("HOME");
    return home == nullptr ? "" : std::string(home) + "/.dbdb_history";
}

}  // namespace dbdb::tool
