/// The adapter of SQLite.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind sqlite_store();

}  // namespace dbdb::bench
