/// The adapter of WiredTiger.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind wiredtiger_store();

}  // namespace dbdb::bench
