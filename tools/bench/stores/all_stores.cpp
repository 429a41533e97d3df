#include <vector>

#include "store.hpp"
#include "stores/dbdb.hpp"
#ifdef DBDB_BENCH_LMDB
#include "stores/lmdb.hpp"
#include "stores/lmdb_grouped.hpp"
#endif

namespace dbdb::bench {

std::span<const StoreKind> all_stores() {
    static const std::vector<StoreKind> stores{
        dbdb_store(),
#ifdef DBDB_BENCH_LMDB
        lmdb_store(),
        lmdb_grouped_store(),
#endif
    };
    return stores;
}

}  // namespace dbdb::bench
