/// The adapter of LMDB.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind lmdb_store();

}  // namespace dbdb::bench
