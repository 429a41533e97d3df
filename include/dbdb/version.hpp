/// The library's version and the file format it writes.
#pragma once

#include <string_view>

#include "dbdb/export.hpp"

namespace dbdb {

/// Of the headers. Semantic versioning.
inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;

/// The file format that this library writes; it reads this one and, from 1.0 on, all older ones.
inline constexpr unsigned file_format_version = 1;

/// Of the library that is linked, as "0.1.0".
DBDB_EXPORT std::string_view library_version() noexcept;

}  // namespace dbdb
