/// A sorted array in memory, the limit that reading is compared with.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind array_store();

}  // namespace dbdb::bench
