#include <filesystem>
#include <lmdb.h>
#include <memory>

#include "stores/store.hpp"
#include "text/escape.hpp"

namespace dbdb::stores {

namespace {

constexpr MDB_dbi databases_max = 1024;

[[noreturn]] void refuse(const std::string& text) { throw exchange::InputError(0, text); }

void check(int result) {
    if (result != MDB_SUCCESS) refuse(::mdb_strerror(result));
}

std::string_view bytes_of(const MDB_val& value) {
    return {static_cast<const char*>(value.mv_data), value.mv_size};
}

/// One state of all databases, for as long as this lives; other processes may go on writing.
class Environment {
public:
    explicit Environment(const std::string& path) {
        MDB_env* environment = nullptr;
        check(::mdb_env_create(&environment));
        environment_.reset(environment);
        check(::mdb_env_set_maxdbs(environment, databases_max));
        const unsigned in_file = std::filesystem::is_directory(path) ? 0U : MDB_NOSUBDIR;
        check(::mdb_env_open(environment, path.c_str(), MDB_RDONLY | in_file, 0));
        require_whole(path);
        MDB_txn* transaction = nullptr;
        check(::mdb_txn_begin(environment, nullptr, MDB_RDONLY, &transaction));
        transaction_.reset(transaction);
    }

    /// Those of one database, with `name` as their keyspace. Of the main one, whose name is empty,
    /// those that name databases are left to `named`.
    template <typename TakeName>
    void read(const std::string& name, const exchange::TakeRecord& take, const TakeName& named) {
        MDB_dbi database = 0;
        const int result = open(name, database);
        if (result == MDB_NOTFOUND) refuse("no database " + text::quoted(name));
        check(result);
        MDB_cursor* opened = nullptr;
        check(::mdb_cursor_open(transaction_.get(), database, &opened));
        const std::unique_ptr<MDB_cursor, decltype(&::mdb_cursor_close)> cursor(opened,
                                                                                ::mdb_cursor_close);
        MDB_val key{};
        MDB_val value{};
        std::optional<std::string> key_before;
        for (int step = 0; (step = ::mdb_cursor_get(opened, &key, &value, MDB_NEXT)) == 0;) {
            if (name.empty() && is_database(bytes_of(key))) {
                named(std::string(bytes_of(key)));
                continue;
            }
            if (key_before == bytes_of(key))
                refuse("a second value for the key " + text::quoted(*key_before));
            take({bytes_of(key), bytes_of(value), 0, name});
            key_before = bytes_of(key);
        }
    }

private:
    /// LMDB would read pages that are not there, and be ended by a signal.
    void require_whole(const std::string& path) const {
        MDB_envinfo info{};
        MDB_stat tree{};
        check(::mdb_env_info(environment_.get(), &info));
        check(::mdb_env_stat(environment_.get(), &tree));
        const bool is_directory = std::filesystem::is_directory(path);
        const std::filesystem::path file = is_directory ? path + "/data.mdb" : path;
        if (std::filesystem::file_size(file) / tree.ms_psize > info.me_last_pgno) return;
        refuse("the file ends before its page " + std::to_string(info.me_last_pgno) +
               "; it is truncated, or mdb_copy -c makes a whole one of it");
    }

    int open(const std::string& name, MDB_dbi& database) {
        return ::mdb_dbi_open(
            transaction_.get(), name.empty() ? nullptr : name.c_str(), 0, &database);
    }

    bool is_database(std::string_view key) {
        if (key.empty() || key.find('\0') != std::string_view::npos) return false;
        MDB_dbi database = 0;
        const int result = open(std::string(key), database);
        if (result == MDB_DBS_FULL)
            refuse("more than " + std::to_string(databases_max) +
                   " databases; load them one by one with --table");
        return result == MDB_SUCCESS;
    }

    std::unique_ptr<MDB_env, decltype(&::mdb_env_close)> environment_{nullptr, ::mdb_env_close};
    std::unique_ptr<MDB_txn, decltype(&::mdb_txn_abort)> transaction_{nullptr, ::mdb_txn_abort};
};

}  // namespace

void read_lmdb(const std::string& path,
               const std::optional<std::string>& table,
               const exchange::TakeRecord& take) {
    Environment environment(path);
    if (table) {
        const auto without_name = [&](const exchange::Record& record) {
            take({record.key, record.value});
        };
        return environment.read(*table, without_name, [](const std::string&) {});
    }
    std::vector<std::string> names;
    environment.read("", take, [&names](std::string name) { names.push_back(std::move(name)); });
    for (const std::string& name : names)
        environment.read(name, take, [](const std::string&) {});
}

}  // namespace dbdb::stores
