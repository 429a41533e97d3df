/// The adapter of Tkrzw.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind tkrzw_store();

}  // namespace dbdb::bench
