/// LevelDB with a Bloom filter, a large block cache and without compression.
#include "stores/leveldb.hpp"

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>

#include "stores/cursor_store.hpp"
#include "stores/leveldb_interface.hpp"

namespace dbdb::bench {

namespace {

void check(const leveldb::Status& status) {
    if (!status.ok()) throw std::runtime_error("leveldb: " + status.ToString());
}

leveldb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

/// Gets out of one snapshot.
class Reader {
public:
    explicit Reader(leveldb::DB& db) : db_(db) { options_.snapshot = db.GetSnapshot(); }

    ~Reader() { db_.ReleaseSnapshot(options_.snapshot); }

    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Reader& operator*() { return *this; }

    std::optional<std::string_view> get(Key key) {
        const leveldb::Status status = db_.Get(options_, slice(key), &value_);
        if (status.IsNotFound()) return {};
        check(status);
        return value_;
    }

private:
    leveldb::DB& db_;
    leveldb::ReadOptions options_{};
    std::string value_{};
};

using Cursor = IteratorCursor<leveldb::Iterator, leveldb::Slice>;

class LeveldbStore : public CursorStore<LeveldbStore> {
public:
    explicit LeveldbStore(const Home& home)
        : directory_(home.directory), cache_(leveldb::NewLRUCache(home.cache_bytes)) {
        leveldb::Options options;
        options.create_if_missing = true;
        options.compression = leveldb::kNoCompression;
        options.block_cache = cache_.get();
        options.filter_policy = filter_.get();
        leveldb::DB* db = nullptr;
        check(leveldb::DB::Open(options, directory_.string(), &db));
        db_.reset(db);
    }

    /// There is no bulk load; the last of many batches is synced, and so are those before it.
    void load(std::span<const Change> entries) override {
        constexpr std::size_t batch_entries = 1'000;
        for (; entries.size() > batch_entries; entries = entries.subspan(batch_entries))
            commit(entries.first(batch_entries), Sync::never);
        commit(entries, Sync::each_commit);
    }

    Reader reader() { return Reader(*db_); }

    Cursor cursor() { return {db_->NewIterator({}), "leveldb"}; }

    void commit(std::span<const Change> changes, Sync sync) {
        leveldb::WriteBatch batch;
        for (const Change& change : changes) {
            if (change.erases)
                batch.Delete(slice(change.key));
            else
                batch.Put(slice(change.key), slice(change.value));
        }
        leveldb::WriteOptions options;
        options.sync = sync == Sync::each_commit;
        check(db_->Write(options, &batch));
    }

    void compact() override { db_->CompactRange(nullptr, nullptr); }

    std::uint64_t open_snapshots(std::uint64_t times) override {
        std::uint64_t right = 0;
        for (std::uint64_t time = 0; time < times; ++time) {
            const leveldb::Snapshot* snapshot = db_->GetSnapshot();
            right += snapshot != nullptr ? 1 : 0;
            db_->ReleaseSnapshot(snapshot);
        }
        return right;
    }

    std::uint64_t used_bytes() override { return directory_bytes(directory_); }

private:
    std::filesystem::path directory_;
    std::unique_ptr<leveldb::Cache> cache_;
    std::unique_ptr<const leveldb::FilterPolicy> filter_{leveldb::NewBloomFilterPolicy(10)};
    std::unique_ptr<leveldb::DB> db_{};
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<LeveldbStore>(home); }

}  // namespace

StoreKind leveldb_store() {
    return {"leveldb",
            std::to_string(leveldb::kMajorVersion) + '.' + std::to_string(leveldb::kMinorVersion),
            "Bloom filter of 10 bits, block cache of four times the data, no compression, else "
            "defaults; the log "
            "synced or left to the system; bulk load in batches of 1,000; compaction by "
            "CompactRange",
            open};
}

}  // namespace dbdb::bench
