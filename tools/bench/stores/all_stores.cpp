#include <vector>

#include "store.hpp"
#include "stores/array.hpp"
#include "stores/dbdb.hpp"
#include "stores/lmdb.hpp"
#include "stores/lmdb_grouped.hpp"

namespace dbdb::bench {

std::span<const StoreKind> all_stores() {
    static const std::vector<StoreKind> stores{
        dbdb_store(),
#ifdef DBDB_BENCH_LMDB
        lmdb_store(),
        lmdb_writemap_store(),
        lmdb_grouped_store(),
#endif
        array_store(),
    };
    return stores;
}

}  // namespace dbdb::bench
