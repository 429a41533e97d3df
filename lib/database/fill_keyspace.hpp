/// Filling a keyspace with entries that stay as they were elsewhere.
#pragma once

#include "dbdb/keyspace.hpp"

namespace dbdb::database {

/// Calls `fill`, which sets entries in `keyspace`, and leaves it with `options`. These compress
/// what is set, but give no entry an expiry or times that it had not.
template <typename Fill>
void fill_keyspace(Keyspace& keyspace, const KeyspaceOptions& options, const Fill& fill) {
    KeyspaceOptions meanwhile = options;
    meanwhile.default_ttl = {};
    meanwhile.track_times = false;
    if (keyspace.options() != meanwhile) keyspace.set_options(meanwhile);
    fill();
    if (meanwhile != options) keyspace.set_options(options);
}

}  // namespace dbdb::database
