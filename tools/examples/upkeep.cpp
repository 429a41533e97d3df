/// Backup, restoring, verifying and compaction, while others go on.
///
/// > the first backup is whole, the second has 1 commit
/// > restored: 3 entries
/// > nothing is damaged
/// > smaller: yes, commits: 1
#include <dbdb/dbdb.hpp>
#include <iostream>

int main() {
    auto db = dbdb::Database::open("shop.dbdb");
    db.update([](dbdb::Transaction& txn) {
        txn.set("apple", "3");
        txn.set("banana", "5");
    });

    // Any program may read and write meanwhile. The second time only what is new is appended.
    const dbdb::BackupReport first = db.backup("shop.backup");
    db.set("cherry", "8");
    const dbdb::BackupReport second = db.backup("shop.backup");
    std::cout << "the first backup is " << (first.is_full ? "whole" : "not whole")
              << ", the second has " << second.commits << " commit\n";

    dbdb::restore("shop.backup", "again.dbdb");
    std::cout << "restored: " << dbdb::Database::open("again.dbdb").size() << " entries\n";

    // Reads everything. `dbdb salvage` gets out what can be read of a file that is damaged.
    if (db.verify().ok()) std::cout << "nothing is damaged\n";

    // A file grows with each commit until the old ones are given up.
    for (int count = 0; count < 100; ++count)
        db.set("apple", std::to_string(count));
    const dbdb::CompactReport report = db.compact();
    std::cout << "smaller: " << (report.gained_bytes > 0 ? "yes" : "no")
              << ", commits: " << report.kept_commits << '\n';
}
