/// RocksDB with a Bloom filter, a large block cache and without compression.
#include "stores/rocksdb.hpp"

#include <array>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <rocksdb/version.h>

#include "stores/cursor_store.hpp"
#include "stores/leveldb_interface.hpp"

namespace dbdb::bench {

namespace {

void check(const rocksdb::Status& status) {
    if (!status.ok()) throw std::runtime_error("rocksdb: " + status.ToString());
}

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

rocksdb::Options make_options(std::uint64_t cache_bytes) {
    rocksdb::BlockBasedTableOptions table;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.block_cache = rocksdb::NewLRUCache(cache_bytes);
    rocksdb::Options options;
    options.create_if_missing = true;
    options.compression = rocksdb::kNoCompression;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return options;
}

/// Gets out of one snapshot.
class Reader {
public:
    explicit Reader(rocksdb::DB& db) : db_(db), snapshot_(&db) {
        options_.snapshot = snapshot_.snapshot();
    }

    Reader& operator*() { return *this; }

    std::optional<std::string_view> get(Key key) {
        value_.Reset();
        const rocksdb::Status status =
            db_.Get(options_, db_.DefaultColumnFamily(), slice(key), &value_);
        if (status.IsNotFound()) return {};
        check(status);
        return view_of(value_);
    }

    void get_many(std::span<const Key> keys, Digest& digest) {
        std::array<rocksdb::Slice, 16> wanted;
        std::array<rocksdb::PinnableSlice, 16> values;
        std::array<rocksdb::Status, 16> statuses;
        std::transform(keys.begin(), keys.end(), wanted.begin(), slice);
        db_.MultiGet(options_,
                     db_.DefaultColumnFamily(),
                     keys.size(),
                     wanted.data(),
                     values.data(),
                     statuses.data());
        for (std::size_t index = 0; index < keys.size(); ++index) {
            if (statuses[index].IsNotFound()) continue;
            check(statuses[index]);
            digest.add(view_of(values[index]));
        }
    }

private:
    rocksdb::DB& db_;
    rocksdb::ManagedSnapshot snapshot_;
    rocksdb::ReadOptions options_{};
    rocksdb::PinnableSlice value_{};
};

using Cursor = IteratorCursor<rocksdb::Iterator, rocksdb::Slice>;

class RocksdbStore : public CursorStore<RocksdbStore> {
public:
    explicit RocksdbStore(const Home& home)
        : directory_(home.directory), options_(make_options(home.cache_bytes)) {
        rocksdb::DB* db = nullptr;
        check(rocksdb::DB::Open(options_, directory_.string(), &db));
        db_.reset(db);
    }

    ~RocksdbStore() override { db_->Close(); }

    /// A table made apart joins as it is.
    void load(std::span<const Change> entries) override {
        const std::string name = (directory_ / "load.sst").string();
        rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), options_);
        check(writer.Open(name));
        for (const Change& entry : entries)
            check(writer.Put(slice(entry.key), slice(entry.value)));
        check(writer.Finish());
        rocksdb::IngestExternalFileOptions how;
        how.move_files = true;
        check(db_->IngestExternalFile({name}, how));
    }

    Reader reader() { return Reader(*db_); }

    Cursor cursor() { return {db_->NewIterator({}), "rocksdb"}; }

    Digest get_many16(std::span<const Key> keys) override {
        Reader reader(*db_);
        Digest digest;
        for (; !keys.empty(); keys = keys.subspan(std::min<std::size_t>(keys.size(), 16)))
            reader.get_many(keys.first(std::min<std::size_t>(keys.size(), 16)), digest);
        return digest;
    }

    void commit(std::span<const Change> changes, Sync sync) {
        rocksdb::WriteBatch batch;
        for (const Change& change : changes)
            check(change.erases ? batch.Delete(slice(change.key))
                                : batch.Put(slice(change.key), slice(change.value)));
        rocksdb::WriteOptions options;
        options.sync = sync == Sync::each_commit;
        check(db_->Write(options, &batch));
    }

    void compact() override { check(db_->CompactRange({}, nullptr, nullptr)); }

    std::uint64_t open_snapshots(std::uint64_t times) override {
        std::uint64_t right = 0;
        for (std::uint64_t time = 0; time < times; ++time) {
            rocksdb::ManagedSnapshot snapshot(db_.get());
            right += snapshot.snapshot()->GetSequenceNumber() == db_->GetLatestSequenceNumber();
        }
        return right;
    }

    std::uint64_t used_bytes() override { return directory_bytes(directory_); }

private:
    std::filesystem::path directory_;
    rocksdb::Options options_;
    std::unique_ptr<rocksdb::DB> db_{};
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<RocksdbStore>(home); }

}  // namespace

StoreKind rocksdb_store() {
    return {"rocksdb",
            rocksdb::GetRocksVersionAsString(),
            "Bloom filter of 10 bits, block cache of four times the data, no compression, else "
            "defaults; the log "
            "synced or left to the system; bulk load by SstFileWriter; compaction by CompactRange; "
            "16 gets by MultiGet",
            open};
}

}  // namespace dbdb::bench
