#include "dbdb/version.hpp"

namespace dbdb {

std::string_view library_version() noexcept { return DBDB_VERSION; }

}  // namespace dbdb
