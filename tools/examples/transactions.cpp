/// Several changes as one, and ways to take them back.
///
/// > ann has 70, bob has 30
/// > refused: not enough money
/// > ann has 70, bob has 30
/// > ann has 69, bob has 30
#include <dbdb/dbdb.hpp>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

int balance(const dbdb::Transaction& txn, std::string_view name) {
    return std::stoi(std::string(txn.get(name).value_or("0")));
}

void move_money(dbdb::Transaction& txn, std::string_view from, std::string_view to, int amount) {
    if (balance(txn, from) < amount) throw std::runtime_error("not enough money");
    txn.set(from, std::to_string(balance(txn, from) - amount));  // It reads its own writes.
    txn.set(to, std::to_string(balance(txn, to) + amount));
}

void show(const dbdb::Database& db) {
    std::cout << "ann has " << *db.get("ann") << ", bob has " << *db.get("bob") << '\n';
}

}  // namespace

int main() {
    auto db = dbdb::Database::open("accounts.dbdb");
    db.set("ann", "100");

    // Begins, calls, commits.
    db.update([](dbdb::Transaction& txn) { move_money(txn, "ann", "bob", 30); });
    show(db);

    // An exception rolls back, and goes on to the caller.
    try {
        db.update([](dbdb::Transaction& txn) {
            txn.set("bob", "1000000");
            move_money(txn, "ann", "bob", 500);
        });
    } catch (const std::runtime_error& error) {
        std::cout << "refused: " << error.what() << '\n';
    }
    show(db);

    // A part of a transaction is taken back by a savepoint.
    dbdb::Transaction txn = db.begin();
    txn.set("ann", "69");
    const dbdb::Savepoint before_erasing = txn.savepoint();
    txn.erase("bob");
    txn.rollback_to(before_erasing);
    txn.commit("a fee");
    show(db);
}
