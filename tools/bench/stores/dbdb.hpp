/// The adapter of dbdb.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind dbdb_store();

}  // namespace dbdb::bench
