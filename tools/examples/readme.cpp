#include <dbdb/dbdb.hpp>
#include <iostream>

int main() {
    auto db = dbdb::Database::open("fruit.dbdb");  // Made when it is not there.
    db.set("apple", "red");                        // On disk when it returns.
    std::cout << db.get("apple").value_or("nothing") << '\n';

    const dbdb::Snapshot before = db.snapshot();  // Never changes, blocks nobody.

    dbdb::Transaction txn = db.begin();  // One writer at a time.
    txn.set("apple", "green");
    txn.set("banana", "yellow");
    txn.set("cherry", "black");
    txn.commit("three fruits");  // All of it or nothing.

    const dbdb::Snapshot now = db.snapshot();
    for (const auto& [name, colour] : now.range("a", "c"))
        std::cout << name << " is " << colour << '\n';
    std::cout << now.rank("cherry") << " of " << now.size() << " come before cherry\n";
    std::cout << "apple was " << before.at("apple") << '\n';
}
