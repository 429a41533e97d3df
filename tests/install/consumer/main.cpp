/// A program of somebody else, which has of dbdb what is installed.
#include <cstdio>
#include <dbdb/dbdb.hpp>
#include <string>

namespace {

/// Errors are thrown by the library and caught here, by their own type.
bool refuses_a_missing_file() {
    try {
        dbdb::Database::open("missing.dbdb", {.read_only = true});
    } catch (const dbdb::Error& error) {
        return error.errc() == dbdb::Errc::not_found && error.code() == dbdb::Errc::not_found;
    }
    return false;
}

bool keeps_commits() {
    dbdb::Database db = dbdb::Database::in_memory();
    db.update([](dbdb::Transaction& txn) { txn.set("apple", "red"); });
    const dbdb::Snapshot before = db.snapshot();
    db.set("apple", "green");
    unsigned changes = 0;
    for (const dbdb::Change& change : dbdb::diff(before, db.snapshot()))
        changes += change.key == "apple";
    std::string keys;
    for (const auto& [key, value] : before.range())
        keys += std::string(key) + '=' + std::string(value);
    return changes == 1 && keys == "apple=red" && db.verify().ok();
}

}  // namespace

int main() {
    const bool passes = refuses_a_missing_file() && keeps_commits();
    std::printf("%s with dbdb %s\n",
                passes ? "works" : "fails",
                std::string(dbdb::library_version()).c_str());
    return passes ? 0 : 1;
}
