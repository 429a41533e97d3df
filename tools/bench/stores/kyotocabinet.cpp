/// Kyoto Cabinet: TreeDB, a B+ tree of pages in a hash file.
#include "stores/kyotocabinet.hpp"

#include <kchashdb.h>
#include <mutex>

#include "stores/cursor_store.hpp"

namespace dbdb::bench {

namespace {

using kyotocabinet::TreeDB;

[[noreturn]] void fail(const TreeDB& db) {
    throw std::runtime_error(std::string("kyotocabinet: ") + db.error().message());
}

void check(const TreeDB& db, bool is_done) {
    if (!is_done) fail(db);
}

/// Reads entries as they are; there is no snapshot.
class Cursor {
public:
    explicit Cursor(TreeDB& db) : db_(db) {}

    Cursor& operator*() { return *this; }

    std::optional<std::string_view> get(Key key) {
        Visitor visitor(value_);
        check(db_, db_.accept(key.data(), key.size(), &visitor, false));
        if (!visitor.is_there) return {};
        return value_;
    }

    bool first() { return cursor()->jump() && read(); }

    bool last() { return cursor()->jump_back() && read(); }

    bool next() { return cursor()->step() && read(); }

    bool previous() { return cursor()->step_back() && read(); }

    bool seek(Key key) { return cursor()->jump(key.data(), key.size()) && read(); }

    Key key() const { return key_; }

    std::string_view value() const { return {value_at_, value_bytes_}; }

private:
    struct Visitor : kyotocabinet::DB::Visitor {
        explicit Visitor(std::string& to) : value(to) {}

        const char* visit_full(
            const char*, std::size_t, const char* bytes, std::size_t count, std::size_t*) override {
            value.assign(bytes, count);
            is_there = true;
            return NOP;
        }

        std::string& value;
        bool is_there = false;
    };

    TreeDB::Cursor* cursor() {
        if (!cursor_) cursor_.reset(db_.cursor());
        return cursor_.get();
    }

    /// One block that holds the key and the value.
    bool read() {
        std::size_t key_bytes = 0;
        entry_.reset(cursor_->get(&key_bytes, &value_at_, &value_bytes_));
        if (!entry_) return false;
        key_ = {entry_.get(), key_bytes};
        return true;
    }

    TreeDB& db_;
    std::unique_ptr<TreeDB::Cursor> cursor_{};
    std::string value_{};
    std::unique_ptr<char[]> entry_{};
    Key key_{};
    const char* value_at_ = nullptr;
    std::size_t value_bytes_ = 0;
};

class KyotoStore : public CursorStore<KyotoStore> {
public:
    explicit KyotoStore(const Home& home) : file_(home.directory / "bench.kct") {
        db_.tune_page_cache(static_cast<std::int64_t>(home.cache_bytes));
        db_.tune_map(static_cast<std::int64_t>(home.cache_bytes));
        check(db_, db_.open(file_.string(), TreeDB::OWRITER | TreeDB::OCREATE));
    }

    ~KyotoStore() override { db_.close(); }

    void load(std::span<const Change> entries) override {
        for (const Change& entry : entries)
            change_one(entry);
        check(db_, db_.synchronize(true));
    }

    Cursor reader() { return Cursor(db_); }

    Cursor cursor() { return Cursor(db_); }

    /// A single change without sync needs no transaction.
    void commit(std::span<const Change> changes, Sync sync) {
        if (sync == Sync::never && changes.size() == 1) return change_one(changes.front());
        const std::lock_guard lock(mutex_);
        check(db_, db_.begin_transaction(sync == Sync::each_commit));
        for (const Change& change : changes)
            change_one(change);
        check(db_, db_.end_transaction(true));
    }

    void compact() override {
        check(db_, db_.synchronize(true));
        check(db_, db_.defrag());
        check(db_, db_.synchronize(true));
    }

    std::uint64_t used_bytes() override { return std::filesystem::file_size(file_); }

private:
    void change_one(const Change& change) {
        if (!change.erases)
            return check(db_,
                         db_.set(change.key.data(),
                                 change.key.size(),
                                 change.value.data(),
                                 change.value.size()));
        const bool is_done = db_.remove(change.key.data(), change.key.size());
        if (!is_done && db_.error() != kyotocabinet::BasicDB::Error::NOREC) fail(db_);
    }

    std::filesystem::path file_;
    std::mutex mutex_{};
    TreeDB db_{};
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<KyotoStore>(home); }

}  // namespace

StoreKind kyotocabinet_store() {
    return {"kyotocabinet",
            kyotocabinet::VERSION,
            "TreeDB, page cache and map of four times the data; durable commits are transactions "
            "with hard sync; "
            "single changes without sync need none; reads without a snapshot; compaction by defrag",
            open,
            true};
}

}  // namespace dbdb::bench
