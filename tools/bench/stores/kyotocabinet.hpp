/// The adapter of Kyoto Cabinet.
#pragma once

#include "store.hpp"

namespace dbdb::bench {

StoreKind kyotocabinet_store();

}  // namespace dbdb::bench
