/// The adapter of LMDB behind a group commit of the application's own.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind lmdb_grouped_store();

}  // namespace dbdb::bench
