/// Tkrzw: TreeDBM, a B+ tree of pages in a hash file.
#include "stores/tkrzw.hpp"

#include <tkrzw_dbm_tree.h>

#include "stores/cursor_store.hpp"

namespace dbdb::bench {

namespace {

void check(const tkrzw::Status& status) {
    if (!status.IsOK()) throw std::runtime_error("tkrzw: " + tkrzw::ToString(status));
}

bool found(const tkrzw::Status& status) {
    if (status == tkrzw::Status::NOT_FOUND_ERROR) return false;
    check(status);
    return true;
}

/// Reads entries as they are; there is no snapshot.
class Cursor {
public:
    explicit Cursor(tkrzw::TreeDBM& db) : db_(db) {}

    Cursor& operator*() { return *this; }

    std::optional<std::string_view> get(Key key) {
        if (!found(db_.Get(key, &value_))) return {};
        return value_;
    }

    bool first() { return found(iterator()->First()) && read(); }

    bool last() { return found(iterator()->Last()) && read(); }

    bool next() { return found(iterator_->Next()) && read(); }

    bool previous() { return found(iterator_->Previous()) && read(); }

    bool seek(Key key) { return found(iterator()->Jump(key)) && read(); }

    Key key() const { return key_; }

    std::string_view value() const { return value_; }

private:
    tkrzw::DBM::Iterator* iterator() {
        if (!iterator_) iterator_ = db_.MakeIterator();
        return iterator_.get();
    }

    bool read() { return found(iterator_->Get(&key_, &value_)); }

    tkrzw::TreeDBM& db_;
    std::unique_ptr<tkrzw::DBM::Iterator> iterator_{};
    std::string key_{};
    std::string value_{};
};

class TkrzwStore : public CursorStore<TkrzwStore> {
public:
    explicit TkrzwStore(const Home& home) : file_(home.directory / "bench.tkt") {
        tkrzw::TreeDBM::TuningParameters tuning;
        tuning.max_cached_pages = static_cast<std::int32_t>(home.cache_bytes / 8'192);
        tuning.num_buckets = 262'144;
        check(db_.OpenAdvanced(file_.string(), true, tkrzw::File::OPEN_DEFAULT, tuning));
    }

    ~TkrzwStore() override { db_.Close(); }

    void load(std::span<const Change> entries) override {
        for (const Change& entry : entries)
            change_one(entry);
        check(db_.Synchronize(true));
    }

    Cursor reader() { return Cursor(db_); }

    Cursor cursor() { return Cursor(db_); }

    void commit(std::span<const Change> changes, Sync sync) {
        for (const Change& change : changes)
            change_one(change);
        if (sync == Sync::each_commit) check(db_.Synchronize(true));
    }

    void compact() override {
        check(db_.Rebuild());
        check(db_.Synchronize(true));
    }

    std::uint64_t used_bytes() override { return std::filesystem::file_size(file_); }

private:
    void change_one(const Change& change) {
        if (change.erases)
            found(db_.Remove(change.key));
        else
            check(db_.Set(change.key, change.value));
    }

    std::filesystem::path file_;
    tkrzw::TreeDBM db_{};
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<TkrzwStore>(home); }

}  // namespace

StoreKind tkrzw_store() {
    return {"tkrzw",
            tkrzw::PACKAGE_VERSION,
            "TreeDBM, cache of four times the data in pages; a durable commit is its changes and "
            "Synchronize, "
            "not atomic; reads without a snapshot; compaction by Rebuild",
            open,
            true};
}

}  // namespace dbdb::bench
