/// LMDB as it comes: no flag but those that a row needs on both sides.
#include "stores/lmdb.hpp"

#include <algorithm>

#include "stores/lmdb_handles.hpp"

namespace dbdb::bench {

namespace {

using namespace lmdb;

class LmdbStore : public Store {
public:
    explicit LmdbStore(const std::filesystem::path& directory)
        : environment_(open_environment(directory)) {
        Transaction transaction(environment_, MDB_RDONLY);
        check(mdb_dbi_open(transaction.handle(), nullptr, 0, &map_), "open the map");
        transaction.commit();
    }

    void load(std::span<const Change> entries) override {
        set_sync(Sync::each_commit);
        Transaction transaction(environment_, 0);
        for (const Change& entry : entries)
            set(transaction, entry, MDB_APPEND);
        transaction.commit();
    }

    void write(std::span<const Change> changes,
               std::size_t changes_per_commit,
               Sync sync) override {
        set_sync(sync);
        while (!changes.empty()) {
            const std::size_t count = std::min(changes_per_commit, changes.size());
            commit(changes.first(count));
            changes = changes.subspan(count);
        }
    }

    Digest get(std::span<const Key> keys) override {
        const Transaction transaction(environment_, MDB_RDONLY);
        Digest digest;
        for (const Key& key : keys) {
            MDB_val value{};
            if (get_one(transaction, key, value)) digest.add(to_text(value));
        }
        return digest;
    }

    Digest follow(Chain chain, std::uint64_t steps) override {
        const Transaction transaction(environment_, MDB_RDONLY);
        Digest digest;
        for (std::uint64_t step = 0; step < steps; ++step) {
            MDB_val value{};
            get_one(transaction, chain.key(), value);
            digest.add(to_text(value));
            chain.advance(to_text(value));
        }
        return digest;
    }

    Digest scan(Direction direction) override {
        const bool forward = direction == Direction::forward;
        Cursor cursor(environment_, map_);
        Digest digest;
        bool here = cursor.move(forward ? MDB_FIRST : MDB_LAST);
        for (; here; here = cursor.move(forward ? MDB_NEXT : MDB_PREV))
            digest.add(cursor.key(), cursor.value());
        return digest;
    }

    Digest seek(std::span<const Key> keys, std::uint64_t entries_max) override {
        Cursor cursor(environment_, map_);
        Digest digest;
        for (const Key& key : keys) {
            bool here = cursor.seek(view(key));
            for (std::uint64_t left = entries_max; here && left > 0; --left) {
                digest.add(cursor.key(), cursor.value());
                here = left > 1 && cursor.move(MDB_NEXT);
            }
        }
        return digest;
    }

    std::uint64_t count(std::span<const KeyRange> ranges) override {
        Cursor cursor(environment_, map_);
        std::uint64_t keys = 0;
        for (const KeyRange& range : ranges) {
            bool here = cursor.seek(view(range.from));
            for (; here && cursor.key() < view(range.to); here = cursor.move(MDB_NEXT))
                ++keys;
        }
        return keys;
    }

    std::uint64_t open_snapshots(std::uint64_t times) override {
        const Transaction transaction(environment_, MDB_RDONLY);
        const std::size_t newest = mdb_txn_id(transaction.handle());
        std::uint64_t right = 0;
        for (std::uint64_t time = 0; time < times; ++time) {
            mdb_txn_reset(transaction.handle());
            check(mdb_txn_renew(transaction.handle()), "renew");
            right += mdb_txn_id(transaction.handle()) == newest ? 1 : 0;
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
    void set_sync(Sync sync) {
        const int off = sync == Sync::never ? 1 : 0;
        check(mdb_env_set_flags(environment_.get(), MDB_NOSYNC, off), "set flags");
    }

    bool get_one(const Transaction& transaction, const Key& key, MDB_val& value) {
        MDB_val wanted = to_value(view(key));
        return found(mdb_get(transaction.handle(), map_, &wanted, &value), "get");
    }

    void set(const Transaction& transaction, const Change& change, unsigned flags) {
        MDB_val key = to_value(view(change.key));
        MDB_val value = to_value(change.value);
        check(mdb_put(transaction.handle(), map_, &key, &value, flags), "put");
    }

    void erase(const Transaction& transaction, const Change& change) {
        MDB_val key = to_value(view(change.key));
        found(mdb_del(transaction.handle(), map_, &key, nullptr), "delete");
    }

    void commit(std::span<const Change> changes) {
        Transaction transaction(environment_, 0);
        for (const Change& change : changes) {
            if (change.erases)
                erase(transaction, change);
            else
                set(transaction, change, 0);
        }
        transaction.commit();
    }

    Environment environment_;
    MDB_dbi map_ = 0;
};

std::unique_ptr<Store> open(const std::filesystem::path& directory) {
    return std::make_unique<LmdbStore>(directory);
}

std::string version() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    mdb_version(&major, &minor, &patch);
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

}  // namespace

StoreKind lmdb_store() { return {"lmdb", version(), open}; }

}  // namespace dbdb::bench
