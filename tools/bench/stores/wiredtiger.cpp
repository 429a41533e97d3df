/// WiredTiger: one B-tree, logged.
#include "stores/wiredtiger.hpp"

#include <wiredtiger.h>

#include "stores/cursor_store.hpp"
#include "stores/pool.hpp"

namespace dbdb::bench {

namespace {

void check(int result) {
    if (result != 0)
        throw std::runtime_error(std::string("wiredtiger: ") + wiredtiger_strerror(result));
}

bool found(int result) {
    if (result == WT_NOTFOUND) return false;
    check(result);
    return true;
}

WT_ITEM item(std::string_view bytes) {
    WT_ITEM item{};
    item.data = bytes.data();
    item.size = bytes.size();
    return item;
}

std::string_view text(const WT_ITEM& item) {
    return {static_cast<const char*>(item.data), item.size};
}

constexpr const char* table = "table:entries";

/// A session of one thread with a cursor.
class Session {
public:
    Session(WT_CONNECTION* connection, const char* cursor_settings) {
        check(connection->open_session(connection, nullptr, "isolation=snapshot", &session_));
        check(session_->open_cursor(session_, table, nullptr, cursor_settings, &cursor_));
    }

    ~Session() { session_->close(session_, nullptr); }

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Between the two all is read in one snapshot.
    void begin() { check(session_->begin_transaction(session_, nullptr)); }

    void end() {
        cursor_->reset(cursor_);
        session_->rollback_transaction(session_, nullptr);
    }

    std::optional<std::string_view> get(Key key) {
        set_key(key);
        if (!found(cursor_->search(cursor_))) return {};
        return value();
    }

    bool first() {
        check(cursor_->reset(cursor_));
        return next();
    }

    bool last() {
        check(cursor_->reset(cursor_));
        return previous();
    }

    bool next() { return found(cursor_->next(cursor_)); }

    bool previous() { return found(cursor_->prev(cursor_)); }

    /// What is near may be before.
    bool seek(Key key) {
        set_key(key);
        int side = 0;
        if (!found(cursor_->search_near(cursor_, &side))) return false;
        return side >= 0 || next();
    }

    Key key() const {
        WT_ITEM key{};
        check(cursor_->get_key(cursor_, &key));
        return text(key);
    }

    std::string_view value() const {
        WT_ITEM value{};
        check(cursor_->get_value(cursor_, &value));
        return text(value);
    }

    void insert(const Change& change) {
        set_key(change.key);
        const WT_ITEM value = item(change.value);
        cursor_->set_value(cursor_, &value);
        check(cursor_->insert(cursor_));
    }

    /// Whether it was done; else another transaction was in the way. Without a sync the log goes to
    /// the system, as that of other stores does.
    bool try_commit(std::span<const Change> changes, Sync sync) {
        begin();
        for (const Change& change : changes) {
            const int result = change_one(change);
            if (result != WT_ROLLBACK) {
                found(result);
                continue;
            }
            end();
            return false;
        }
        const bool syncs = sync == Sync::each_commit;
        check(session_->commit_transaction(session_, syncs ? "sync=on" : "sync=off"));
        if (!syncs) check(session_->log_flush(session_, "sync=off"));
        return true;
    }

    /// Nothing but a checkpoint may follow.
    void close_cursor() { check(cursor_->close(cursor_)); }

    void checkpoint() { check(session_->checkpoint(session_, nullptr)); }

    void compact() { check(session_->compact(session_, table, "timeout=0")); }

private:
    void set_key(Key key) {
        key_ = item(key);
        cursor_->set_key(cursor_, &key_);
    }

    int change_one(const Change& change) {
        set_key(change.key);
        if (change.erases) return cursor_->remove(cursor_);
        const WT_ITEM value = item(change.value);
        cursor_->set_value(cursor_, &value);
        return cursor_->insert(cursor_);
    }

    WT_SESSION* session_ = nullptr;
    WT_CURSOR* cursor_ = nullptr;
    WT_ITEM key_{};
};

struct CloseConnection {
    void operator()(WT_CONNECTION* connection) const { connection->close(connection, nullptr); }
};

/// Writes without a transaction that is open from taking to giving back.
struct WritingSession : Session {
    using Session::Session;

    void begin() {}

    void end() {}
};

class WiredtigerStore : public CursorStore<WiredtigerStore> {
public:
    explicit WiredtigerStore(const Home& home) : directory_(home.directory) {
        const std::string settings =
            "create,session_max=200,cache_size=" + std::to_string(home.cache_bytes) +
            ",log=(enabled=true),checkpoint=(log_size=256MB)";
        WT_CONNECTION* connection = nullptr;
        check(wiredtiger_open(directory_.c_str(), nullptr, settings.c_str(), &connection));
        connection_.reset(connection);
        WT_SESSION* session = nullptr;
        check(connection->open_session(connection, nullptr, nullptr, &session));
        check(session->create(session, table, "key_format=u,value_format=u"));
        check(session->close(session, nullptr));
    }

    void load(std::span<const Change> entries) override {
        Session session(connection_.get(), "bulk");
        for (const Change& entry : entries)
            session.insert(entry);
        session.close_cursor();
        session.checkpoint();  // A bulk load is not logged.
    }

    Pool<Session>::Lease reader() {
        return readers_.take(
            [this] { return std::make_unique<Session>(connection_.get(), nullptr); });
    }

    Pool<Session>::Lease cursor() { return reader(); }

    void commit(std::span<const Change> changes, Sync sync) {
        const auto session = writers_.take([this] {
            return std::make_unique<WritingSession>(connection_.get(), "overwrite=true");
        });
        while (!session->try_commit(changes, sync)) {
        }
    }

    /// What was given back is seen after the checkpoint.
    void compact() override {
        WritingSession session(connection_.get(), nullptr);
        session.checkpoint();
        session.compact();
        session.checkpoint();
    }

    std::uint64_t open_snapshots(std::uint64_t times) override {
        const auto session = reader();
        for (std::uint64_t time = 0; time < times; ++time) {
            session->end();
            session->begin();
        }
        return times;
    }

    std::uint64_t used_bytes() override { return directory_bytes(directory_); }

private:
    std::filesystem::path directory_;
    std::unique_ptr<WT_CONNECTION, CloseConnection> connection_{};
    Pool<Session> readers_{};
    Pool<WritingSession> writers_{};
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<WiredtigerStore>(home); }

std::string version() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    wiredtiger_version(&major, &minor, &patch);
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

}  // namespace

StoreKind wiredtiger_store() {
    return {
        "wiredtiger",
        version(),
        "cache of four times the data, logged, a checkpoint for each 256 MB of log; commits with "
        "sync=on, in "
        "rows without sync log_flush with sync=off; bulk load by a bulk cursor and a checkpoint; "
        "pooled sessions; compaction by WT_SESSION::compact between checkpoints",
        open};
}

}  // namespace dbdb::bench
