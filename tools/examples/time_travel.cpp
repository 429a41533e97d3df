/// Every commit can be opened, compared and gone back to.
///
/// > 3: a mistake
/// > 2: a second one
/// > 1: a first page
/// > then: Hello, world
/// > /about was removed
/// > / was changed
/// > now: Hello, world
#include <dbdb/dbdb.hpp>
#include <iostream>

int main() {
    auto db = dbdb::Database::open("site.dbdb");
    db.update([](dbdb::Transaction& txn) { txn.set("/", "Hello, world"); }, {"a first page", {}});
    db.update([](dbdb::Transaction& txn) { txn.set("/about", "us"); }, {"a second one", {}});
    db.update(
        [](dbdb::Transaction& txn) {
            txn.set("/", "Hello, wurld");
            txn.erase("/about");
        },
        {"a mistake", {}});

    for (const dbdb::CommitInfo& commit : db.history())
        std::cout << commit.id << ": " << commit.message << '\n';

    const dbdb::Snapshot then = db.snapshot_at(2);  // A time does as well, or a bookmark's commit.
    std::cout << "then: " << then.at("/") << '\n';

    // What both share is not looked at: it costs what has changed, not what is there.
    for (const dbdb::Change& change : dbdb::diff(then, db.snapshot()).reverse()) {
        const bool removed = change.kind() == dbdb::ChangeKind::removed;
        std::cout << change.key << (removed ? " was removed\n" : " was changed\n");
    }

    // Going back is a commit as well, so it can be taken back.
    db.revert(2);
    std::cout << "now: " << *db.get("/") << '\n';
}
