/// The adapter of Berkeley DB.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind berkeleydb_store();

}  // namespace dbdb::bench
