/// The adapter of LevelDB.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind leveldb_store();

}  // namespace dbdb::bench
