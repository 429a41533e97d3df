/// SQLite with a write-ahead log, and a table that is its own index.
#include "stores/sqlite.hpp"

#include <sqlite3.h>

#include "stores/cursor_store.hpp"
#include "stores/pool.hpp"

namespace dbdb::bench {

namespace {

struct CloseStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

struct CloseConnection {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};

/// One prepared statement. Texts that it gives are valid until the next step.
class Statement {
public:
    Statement(sqlite3* connection, const char* text) : connection_(connection) {
        sqlite3_stmt* handle = nullptr;
        check(
            sqlite3_prepare_v3(connection, text, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr));
        handle_.reset(handle);
    }

    void bind(int place, std::string_view bytes) {
        check(sqlite3_bind_blob64(handle_.get(), place, bytes.data(), bytes.size(), SQLITE_STATIC));
    }

    void bind(int place, std::uint64_t number) {
        check(sqlite3_bind_int64(handle_.get(), place, static_cast<sqlite3_int64>(number)));
    }

    /// Whether there is a row.
    bool step() {
        const int result = sqlite3_step(handle_.get());
        if (result != SQLITE_ROW && result != SQLITE_DONE) check(result);
        return result == SQLITE_ROW;
    }

    void reset() { sqlite3_reset(handle_.get()); }

    void run() {
        step();
        reset();
    }

    std::string_view bytes(int column) const {
        const void* data = sqlite3_column_blob(handle_.get(), column);
        const int count = sqlite3_column_bytes(handle_.get(), column);
        return {static_cast<const char*>(data), static_cast<std::size_t>(count)};
    }

    std::uint64_t number(int column) const {
        return static_cast<std::uint64_t>(sqlite3_column_int64(handle_.get(), column));
    }

private:
    void check(int result) const {
        if (result != SQLITE_OK)
            throw std::runtime_error(std::string("sqlite: ") + sqlite3_errmsg(connection_));
    }

    sqlite3* connection_;
    std::unique_ptr<sqlite3_stmt, CloseStatement> handle_{};
};

/// A connection of one thread, within a transaction that reads between `begin` and `end`.
class Connection {
public:
    explicit Connection(const Home& home) : handle_(open(home)) {}

    void begin() { begin_.run(); }

    void end() {
        for (Statement* statement : {&get_, &ascending_, &descending_, &count_, &nth_})
            statement->reset();
        commit_.run();
    }

    std::optional<std::string_view> get(Key key) {
        get_.reset();
        get_.bind(1, key);
        if (!get_.step()) return {};
        return get_.bytes(0);
    }

    bool first() { return seek(""); }

    bool last() {
        moving_ = &descending_;
        descending_.reset();
        return descending_.step();
    }

    bool seek(Key key) {
        moving_ = &ascending_;
        ascending_.reset();
        ascending_.bind(1, key);
        return ascending_.step();
    }

    bool next() { return moving_->step(); }

    bool previous() { return moving_->step(); }

    Key key() const { return moving_->bytes(0); }

    std::string_view value() const { return moving_->bytes(1); }

    std::uint64_t count(const KeyRange& range) {
        count_.reset();
        count_.bind(1, range.from);
        count_.bind(2, range.to);
        return count_.step() ? count_.number(0) : 0;
    }

    void add_nth(std::uint64_t rank, Digest& digest) {
        nth_.reset();
        nth_.bind(1, rank);
        if (nth_.step()) digest.add(nth_.bytes(0), nth_.bytes(1));
    }

    void set_sync(Sync sync) {
        if (sync == sync_) return;
        execute(sync == Sync::never ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
        sync_ = sync;
    }

    void write(std::span<const Change> changes) {
        begin_writing_.run();
        for (const Change& change : changes) {
            Statement& statement = change.erases ? erase_ : set_;
            statement.bind(1, change.key);
            if (!change.erases) statement.bind(2, change.value);
            statement.run();
        }
        commit_.run();
    }

    void execute(const char* text) { execute(handle_.get(), text); }

private:
    static void execute(sqlite3* handle, const char* text) {
        if (sqlite3_exec(handle, text, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(std::string("sqlite: ") + sqlite3_errmsg(handle));
    }

    static std::unique_ptr<sqlite3, CloseConnection> open(const Home& home) {
        const std::filesystem::path file = home.directory / "bench.sqlite";
        sqlite3* handle = nullptr;
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
        const int result = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
        std::unique_ptr<sqlite3, CloseConnection> connection(handle);
        if (result != SQLITE_OK) throw std::runtime_error("sqlite: cannot open");
        sqlite3_busy_timeout(handle, 60'000);
        const std::string cache_kibibytes = std::to_string(home.cache_bytes >> 10);
        execute(handle, ("PRAGMA cache_size=-" + cache_kibibytes).c_str());
        execute(handle,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=2147418112;"
                "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL) "
                "WITHOUT ROWID");
        return connection;
    }

    std::unique_ptr<sqlite3, CloseConnection> handle_;
    Sync sync_ = Sync::each_commit;
    Statement begin_{handle_.get(), "BEGIN"};
    Statement begin_writing_{handle_.get(), "BEGIN IMMEDIATE"};
    Statement commit_{handle_.get(), "COMMIT"};
    Statement get_{handle_.get(), "SELECT value FROM entries WHERE key = ?1"};
    Statement ascending_{handle_.get(),
                         "SELECT key, value FROM entries WHERE key >= ?1 ORDER BY key"};
    Statement descending_{handle_.get(), "SELECT key, value FROM entries ORDER BY key DESC"};
    Statement count_{handle_.get(), "SELECT count(*) FROM entries WHERE key >= ?1 AND key < ?2"};
    Statement nth_{handle_.get(), "SELECT key, value FROM entries ORDER BY key LIMIT 1 OFFSET ?1"};
    Statement set_{handle_.get(), "INSERT OR REPLACE INTO entries VALUES (?1, ?2)"};
    Statement erase_{handle_.get(), "DELETE FROM entries WHERE key = ?1"};
    Statement* moving_ = &ascending_;
};

class SqliteStore : public CursorStore<SqliteStore> {
public:
    explicit SqliteStore(const Home& home) : home_(home), writer_(home) {}

    void load(std::span<const Change> entries) override {
        commit(entries, Sync::each_commit);
        writer_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    Pool<Connection>::Lease reader() {
        return readers_.take([this] { return std::make_unique<Connection>(home_); });
    }

    Pool<Connection>::Lease cursor() { return reader(); }

    /// Threads take turns by a mutex, since waiting for the lock of the file means to sleep.
    void commit(std::span<const Change> changes, Sync sync) {
        const std::lock_guard lock(mutex_);
        writer_.set_sync(sync);
        writer_.write(changes);
    }

    std::uint64_t count(std::span<const KeyRange> ranges) override {
        const auto connection = reader();
        std::uint64_t keys = 0;
        for (const KeyRange& range : ranges)
            keys += connection->count(range);
        return keys;
    }

    Digest nth(std::span<const std::uint64_t> ranks) override {
        const auto connection = reader();
        Digest digest;
        for (const std::uint64_t rank : ranks)
            connection->add_nth(rank, digest);
        return digest;
    }

    void compact() override {
        writer_.set_sync(Sync::each_commit);
        writer_.execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    std::uint64_t used_bytes() override { return directory_bytes(home_.directory); }

private:
    Home home_;
    std::mutex mutex_{};
    Connection writer_;
    Pool<Connection> readers_{};
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<SqliteStore>(home); }

}  // namespace

StoreKind sqlite_store() {
    return {"sqlite",
            sqlite3_libversion(),
            "write-ahead log, synchronous=FULL, in rows without sync OFF; cache of four times the "
            "data, map of "
            "2 GiB; a table WITHOUT ROWID, prepared statements; compaction by VACUUM",
            open};
}

}  // namespace dbdb::bench
