/// The adapters of LMDB: as it comes, and writing through its mapping.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind lmdb_store();
StoreKind lmdb_writemap_store();

}  // namespace dbdb::bench
