/// The handles of LMDB as objects that give them back, and its results as exceptions.
#pragma once

#include <filesystem>
#include <lmdb.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace dbdb::bench::lmdb {

inline void check(int result, const char* action) {
    if (result == 0) return;
    throw std::runtime_error(std::string("lmdb: ") + action + ": " + mdb_strerror(result));
}

/// Whether there was an entry; other failures are thrown.
inline bool found(int result, const char* action) {
    if (result == MDB_NOTFOUND) return false;
    check(result, action);
    return true;
}

/// LMDB takes what it only reads by a pointer to what may change.
inline MDB_val to_value(std::string_view bytes) {
    return {bytes.size(), const_cast<char*>(bytes.data())};
}

inline std::string_view to_text(const MDB_val& value) {
    return {static_cast<const char*>(value.mv_data), value.mv_size};
}

struct CloseEnvironment {
    void operator()(MDB_env* environment) const { mdb_env_close(environment); }
};

using Environment = std::unique_ptr<MDB_env, CloseEnvironment>;

/// LMDB wants a limit of the file's size beforehand. Only address space is taken.
inline constexpr std::size_t map_bytes = std::size_t{1} << 38;

/// Read transactions are pooled, so they must not belong to threads.
inline Environment open_environment(const std::filesystem::path& directory, unsigned flags) {
    MDB_env* handle = nullptr;
    check(mdb_env_create(&handle), "create");
    Environment environment(handle);
    check(mdb_env_set_mapsize(handle, map_bytes), "set the size of the map");
    check(mdb_env_open(handle, directory.c_str(), flags | MDB_NOTLS, 0644), "open");
    return environment;
}

/// A transaction that is given up when it was not committed.
class Transaction {
public:
    Transaction(const Environment& environment, unsigned flags) {
        check(mdb_txn_begin(environment.get(), nullptr, flags, &handle_), "begin");
    }

    ~Transaction() { mdb_txn_abort(handle_); }

    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit() { check(mdb_txn_commit(std::exchange(handle_, nullptr)), "commit"); }

    MDB_txn* handle() const { return handle_; }

private:
    MDB_txn* handle_ = nullptr;
};

/// A read transaction with a cursor over all entries, to be used again and again.
class Reading {
public:
    Reading(const Environment& environment, MDB_dbi map)
        : transaction_(environment, MDB_RDONLY), map_(map) {
        check(mdb_cursor_open(transaction_.handle(), map, &cursor_), "open a cursor");
        end();
    }

    ~Reading() { mdb_cursor_close(cursor_); }

    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    /// Shows the newest commit from here on.
    void begin() {
        check(mdb_txn_renew(transaction_.handle()), "renew");
        is_cursor_renewed_ = false;
    }

    void end() { mdb_txn_reset(transaction_.handle()); }

    std::size_t commit_id() const { return mdb_txn_id(transaction_.handle()); }

    std::optional<std::string_view> get(std::string_view key) {
        MDB_val wanted = to_value(key);
        MDB_val value{};
        if (!found(mdb_get(transaction_.handle(), map_, &wanted, &value), "get")) return {};
        return to_text(value);
    }

    /// The cursor's moves are false when there is no entry there.
    bool first() { return move(MDB_FIRST); }

    bool last() { return move(MDB_LAST); }

    bool next() { return move(MDB_NEXT); }

    bool previous() { return move(MDB_PREV); }

    bool seek(std::string_view key) {
        key_ = to_value(key);
        return move(MDB_SET_RANGE);
    }

    std::string_view key() const { return to_text(key_); }

    std::string_view value() const { return to_text(value_); }

private:
    bool move(MDB_cursor_op operation) {
        if (!std::exchange(is_cursor_renewed_, true))
            check(mdb_cursor_renew(transaction_.handle(), cursor_), "renew a cursor");
        return found(mdb_cursor_get(cursor_, &key_, &value_, operation), "move a cursor");
    }

    Transaction transaction_;
    MDB_dbi map_;
    MDB_cursor* cursor_ = nullptr;
    bool is_cursor_renewed_ = false;
    MDB_val key_{};
    MDB_val value_{};
};

}  // namespace dbdb::bench::lmdb
