/// LMDB with no flag but those that its rows need.
#include "stores/lmdb.hpp"

#include "stores/cursor_store.hpp"
#include "stores/lmdb_handles.hpp"
#include "stores/pool.hpp"

namespace dbdb::bench {

namespace {

using namespace lmdb;

class LmdbStore : public CursorStore<LmdbStore> {
public:
    LmdbStore(const std::filesystem::path& directory, unsigned flags)
        : directory_(directory), flags_(flags) {
        open();
    }

    void load(std::span<const Change> entries) override {
        set_sync(Sync::each_commit);
        Transaction transaction(environment_, 0);
        for (const Change& entry : entries)
            set(transaction, entry, MDB_APPEND);
        transaction.commit();
    }

    Pool<Reading>::Lease reader() {
        return readings_.take([this] { return std::make_unique<Reading>(environment_, map_); });
    }

    Pool<Reading>::Lease cursor() { return reader(); }

    void commit(std::span<const Change> changes, Sync sync) {
        set_sync(sync);
        Transaction transaction(environment_, 0);
        for (const Change& change : changes) {
            if (change.erases)
                erase(transaction, change);
            else
                set(transaction, change, 0);
        }
        transaction.commit();
    }

    /// A copy without free pages takes the place of the file.
    void compact() override {
        const std::filesystem::path copy = directory_ / "copy";
        std::filesystem::create_directory(copy);
        check(mdb_env_set_flags(environment_.get(), MDB_NOSYNC, 0), "set flags");
        check(mdb_env_copy2(environment_.get(), copy.c_str(), MDB_CP_COMPACT), "copy");
        close();
        std::filesystem::rename(copy / "data.mdb", directory_ / "data.mdb");
        std::filesystem::remove_all(copy);
        open();
        check(mdb_env_sync(environment_.get(), 1), "sync");
    }

    std::uint64_t open_snapshots(std::uint64_t times) override {
        const auto reading = reader();
        const std::size_t newest = reading->commit_id();
        std::uint64_t right = 0;
        for (std::uint64_t time = 0; time < times; ++time) {
            reading->end();
            reading->begin();
            right += reading->commit_id() == newest ? 1 : 0;
        }
        return right;
    }

    std::uint64_t used_bytes() override {
        MDB_envinfo info{};
        MDB_stat statistics{};
        check(mdb_env_info(environment_.get(), &info), "info");
        check(mdb_env_stat(environment_.get(), &statistics), "stat");
        return (std::uint64_t{info.me_last_pgno} + 1) * statistics.ms_psize;
    }

private:
    void open() {
        environment_ = open_environment(directory_, flags_);
        Transaction transaction(environment_, MDB_RDONLY);
        check(mdb_dbi_open(transaction.handle(), nullptr, 0, &map_), "open the map");
        transaction.commit();
    }

    void close() {
        readings_.clear();
        environment_.reset();
    }

    void set_sync(Sync sync) {
        const int off = sync == Sync::never ? 1 : 0;
        check(mdb_env_set_flags(environment_.get(), MDB_NOSYNC, off), "set flags");
    }

    void set(const Transaction& transaction, const Change& change, unsigned flags) {
        MDB_val key = to_value(change.key);
        MDB_val value = to_value(change.value);
        check(mdb_put(transaction.handle(), map_, &key, &value, flags), "put");
    }

    void erase(const Transaction& transaction, const Change& change) {
        MDB_val key = to_value(change.key);
        found(mdb_del(transaction.handle(), map_, &key, nullptr), "delete");
    }

    std::filesystem::path directory_;
    unsigned flags_;
    Environment environment_{};
    MDB_dbi map_ = 0;
    Pool<Reading> readings_{};
};

std::unique_ptr<Store> open(const Home& home) {
    return std::make_unique<LmdbStore>(home.directory, 0U);
}

std::unique_ptr<Store> open_writemap(const Home& home) {
    return std::make_unique<LmdbStore>(home.directory, MDB_WRITEMAP);
}

std::string version() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    mdb_version(&major, &minor, &patch);
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

constexpr const char* settings =
    "map of 256 GiB, MDB_NOTLS with pooled read transactions; MDB_NOSYNC in rows without sync; "
    "bulk load by MDB_APPEND in one commit; compaction by mdb_env_copy2(MDB_CP_COMPACT), rename "
    "and open; no checksums";

}  // namespace

StoreKind lmdb_store() { return {"lmdb", version(), settings, open}; }

StoreKind lmdb_writemap_store() {
    return {"lmdb-writemap", version(), "as lmdb, with MDB_WRITEMAP", open_writemap, true};
}

}  // namespace dbdb::bench
