/// The adapter of RocksDB.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind rocksdb_store();

}  // namespace dbdb::bench
