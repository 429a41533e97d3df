/// Values as JSON: what a program stored as a dbdb::Value is shown as such.
#pragma once

#include <string>

#include "dbdb/reader.hpp"

namespace dbdb::tool {

/// The value of `entry`: a self-describing one as its JSON, other bytes as a string, or as
/// `{"$bytes": "<base64>"}` when they are no UTF-8. Throws Error{Errc::corrupt}, naming `path` and
/// the key, for a damaged one.
std::string value_json(const Entry& entry, const std::string& path);

}  // namespace dbdb::tool
