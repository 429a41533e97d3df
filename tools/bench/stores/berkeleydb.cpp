/// Berkeley DB: a B-tree with transactions.
#include "stores/berkeleydb.hpp"

#include <db.h>
#include <vector>

#include "stores/cursor_store.hpp"

namespace dbdb::bench {

namespace {

void check(int result) {
    if (result != 0) throw std::runtime_error(std::string("berkeleydb: ") + db_strerror(result));
}

DBT item(std::string_view bytes) {
    DBT item{};
    item.data = const_cast<char*>(bytes.data());
    item.size = static_cast<u_int32_t>(bytes.size());
    return item;
}

/// Memory of the caller that the library copies into, and that grows when it must.
class Buffer {
public:
    DBT* item() {
        item_.data = bytes_.data();
        item_.ulen = static_cast<u_int32_t>(bytes_.size());
        item_.flags = DB_DBT_USERMEM;
        return &item_;
    }

    void fill(std::string_view bytes) {
        if (bytes.size() > bytes_.size()) bytes_.resize(bytes.size());
        std::copy(bytes.begin(), bytes.end(), bytes_.begin());
        item_.size = static_cast<u_int32_t>(bytes.size());
    }

    void grow() { bytes_.resize(std::max<std::size_t>(item_.size, bytes_.size())); }

    std::string_view text() const { return {bytes_.data(), item_.size}; }

private:
    std::vector<char> bytes_ = std::vector<char>(256);
    DBT item_{};
};

/// Reads entries as they are committed; there is no snapshot.
class Cursor {
public:
    explicit Cursor(DB* db) : db_(db) {}

    ~Cursor() {
        if (cursor_ != nullptr) cursor_->close(cursor_);
    }

    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    Cursor& operator*() { return *this; }

    std::optional<std::string_view> get(Key key) {
        DBT wanted = item(key);
        for (;;) {
            const int result = db_->get(db_, nullptr, &wanted, value_.item(), 0);
            if (result == DB_NOTFOUND) return {};
            if (result == 0) return value_.text();
            retry_or_throw(result);
        }
    }

    bool first() { return move(DB_FIRST); }

    bool last() { return move(DB_LAST); }

    bool next() { return move(DB_NEXT); }

    bool previous() { return move(DB_PREV); }

    bool seek(Key key) {
        key_.fill(key);
        return move(DB_SET_RANGE);
    }

    Key key() const { return key_.text(); }

    std::string_view value() const { return value_.text(); }

private:
    /// Too little room, or another thread was in the way.
    void retry_or_throw(int result) {
        if (result == DB_BUFFER_SMALL) return value_.grow(), key_.grow();
        if (result != DB_LOCK_DEADLOCK) check(result);
    }

    bool move(u_int32_t where) {
        if (cursor_ == nullptr) check(db_->cursor(db_, nullptr, &cursor_, 0));
        for (;;) {
            const int result = cursor_->get(cursor_, key_.item(), value_.item(), where);
            if (result == DB_NOTFOUND) return false;
            if (result == 0) return true;
            retry_or_throw(result);
        }
    }

    DB* db_;
    DBC* cursor_ = nullptr;
    Buffer key_{};
    Buffer value_{};
};

struct CloseEnvironment {
    void operator()(DB_ENV* environment) const {
        environment->txn_checkpoint(environment, 0, 0, DB_FORCE);
        environment->close(environment, 0);
    }
};

struct CloseDatabase {
    void operator()(DB* db) const { db->close(db, 0); }
};

class BerkeleydbStore : public CursorStore<BerkeleydbStore> {
public:
    explicit BerkeleydbStore(const Home& home) : directory_(home.directory) {
        DB_ENV* environment = nullptr;
        check(db_env_create(&environment, 0));
        environment_.reset(environment);
        const auto gibibytes = static_cast<u_int32_t>(home.cache_bytes >> 30);
        const auto rest = static_cast<u_int32_t>(home.cache_bytes & ((1U << 30) - 1));
        check(environment->set_cachesize(environment, gibibytes, rest, 1));
        check(environment->set_lk_detect(environment, DB_LOCK_DEFAULT));
        for (const auto set_max : {environment->set_lk_max_locks,
                                   environment->set_lk_max_lockers,
                                   environment->set_lk_max_objects})
            check(set_max(environment, 100'000));
        check(environment->log_set_config(environment, DB_LOG_AUTO_REMOVE, 1));
        check(environment->open(environment,
                                directory_.c_str(),
                                DB_CREATE | DB_INIT_LOCK | DB_INIT_LOG | DB_INIT_MPOOL |
                                    DB_INIT_TXN | DB_RECOVER | DB_PRIVATE | DB_THREAD,
                                0644));
        DB* db = nullptr;
        check(db_create(&db, environment, 0));
        db_.reset(db);
        const u_int32_t flags = DB_CREATE | DB_AUTO_COMMIT | DB_THREAD;
        check(db->open(db, nullptr, "bench.db", nullptr, DB_BTREE, flags, 0644));
    }

    /// There is no bulk load; a sync and a checkpoint follow many commits.
    void load(std::span<const Change> entries) override {
        constexpr std::size_t batch_entries = 1'000;
        for (; entries.size() > batch_entries; entries = entries.subspan(batch_entries))
            commit(entries.first(batch_entries), Sync::never);
        commit(entries, Sync::each_commit);
        checkpoint();
    }

    Cursor reader() { return Cursor(db_.get()); }

    Cursor cursor() { return Cursor(db_.get()); }

    void commit(std::span<const Change> changes, Sync sync) {
        while (!try_commit(changes, sync == Sync::never ? DB_TXN_WRITE_NOSYNC : DB_TXN_SYNC)) {
        }
        constexpr u_int32_t kibibytes_of_log = 65'536;
        check(environment_->txn_checkpoint(environment_.get(), kibibytes_of_log, 0, 0));
    }

    void compact() override {
        DB* db = db_.get();
        check(db->compact(db, nullptr, nullptr, nullptr, nullptr, DB_FREE_SPACE, nullptr));
        checkpoint();
    }

    std::uint64_t used_bytes() override { return directory_bytes(directory_); }

private:
    void checkpoint() { check(environment_->txn_checkpoint(environment_.get(), 0, 0, DB_FORCE)); }

    /// Whether it was done; else another transaction was in the way.
    bool try_commit(std::span<const Change> changes, u_int32_t flags) {
        DB_TXN* transaction = nullptr;
        check(environment_->txn_begin(environment_.get(), nullptr, &transaction, flags));
        for (const Change& change : changes) {
            const int result = change_one(transaction, change);
            if (result == 0 || result == DB_NOTFOUND) continue;
            check(transaction->abort(transaction));
            if (result != DB_LOCK_DEADLOCK) check(result);
            return false;
        }
        check(transaction->commit(transaction, 0));
        return true;
    }

    int change_one(DB_TXN* transaction, const Change& change) {
        DBT key = item(change.key);
        DBT value = item(change.value);
        if (change.erases) return db_->del(db_.get(), transaction, &key, 0);
        return db_->put(db_.get(), transaction, &key, &value, 0);
    }

    std::filesystem::path directory_;
    std::unique_ptr<DB_ENV, CloseEnvironment> environment_{};
    std::unique_ptr<DB, CloseDatabase> db_{};
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<BerkeleydbStore>(home); }

std::string version() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    db_version(&major, &minor, &patch);
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

}  // namespace

StoreKind berkeleydb_store() {
    return {"berkeleydb",
            version(),
            "a private environment with transactions, locks and log, cache of four times the data, "
            "recovery at "
            "each open, a checkpoint for each 64 MiB of log; in rows without sync "
            "DB_TXN_WRITE_NOSYNC; reads without a snapshot; load in batches of 1,000; compaction "
            "by DB->compact with DB_FREE_SPACE",
            open};
}

}  // namespace dbdb::bench
