#include <vector>

#include "store.hpp"
#include "stores/array.hpp"
#include "stores/berkeleydb.hpp"
#include "stores/dbdb.hpp"
#include "stores/kyotocabinet.hpp"
#include "stores/leveldb.hpp"
#include "stores/lmdb.hpp"
#include "stores/lmdb_grouped.hpp"
#include "stores/rocksdb.hpp"
#include "stores/sqlite.hpp"
#include "stores/tkrzw.hpp"
#include "stores/wiredtiger.hpp"

namespace dbdb::bench {

std::span<const StoreKind> all_stores() {
    static const std::vector<StoreKind> stores{
        dbdb_store(),
#ifdef DBDB_BENCH_LMDB
        lmdb_store(),
        lmdb_writemap_store(),
        lmdb_grouped_store(),
#endif
#ifdef DBDB_BENCH_ROCKSDB
        rocksdb_store(),
#endif
#ifdef DBDB_BENCH_LEVELDB
        leveldb_store(),
#endif
#ifdef DBDB_BENCH_SQLITE
        sqlite_store(),
#endif
#ifdef DBDB_BENCH_WIREDTIGER
        wiredtiger_store(),
#endif
#ifdef DBDB_BENCH_BERKELEYDB
        berkeleydb_store(),
#endif
#ifdef DBDB_BENCH_KYOTOCABINET
        kyotocabinet_store(),
#endif
#ifdef DBDB_BENCH_TKRZW
        tkrzw_store(),
#endif
        array_store(),
    };
    return stores;
}

}  // namespace dbdb::bench
