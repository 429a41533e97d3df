/// The options of a keyspace, as users give them and as the catalog has them.
#pragma once

#include <string>

#include "dbdb/keyspace_options.hpp"

#include "format/keyspace_record.hpp"

namespace dbdb::keyspace {

/// Throws Error{Errc::invalid}, beginning with `what`, for options that cannot be.
format::KeyspaceOptions stored_options(const std::string& what, const KeyspaceOptions& options);

KeyspaceOptions public_options(const format::KeyspaceOptions& options);

}  // namespace dbdb::keyspace
