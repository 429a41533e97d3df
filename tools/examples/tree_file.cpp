/// For whoever keeps a copy-on-write tree in a file, opened by connect(): what is written there,
/// what is written here.
#include <dbdb/dbdb.hpp>
#include <iostream>

int main(int count, char** words) {
    auto file = dbdb::Database::open(count > 1 ? words[1] : "tree.dbdb");  // connect("tree.db")

    dbdb::Transaction db = file.begin();            // There the first change begins one by itself.
    db.set("ann", "Lee");                           // db["ann"] = "Lee"
    db.set("bob", "");                              // An empty value is a value.
    std::cout << db.size() << file.size() << '\n';  // len(db); others see nothing yet
    db.commit();                                    // db.commit()

    std::cout << file.snapshot().at("ann") << '\n';  // db["ann"]
    try {
        file.snapshot().at("carl");  // KeyError; `get` gives an empty optional instead
    } catch (const dbdb::Error& error) {
        std::cout << (error.errc() == dbdb::Errc::not_found) << '\n';
    }
    std::cout << file.contains("ann") << file.erase("bob") << file.erase("bob") << '\n';  // del

    {
        dbdb::Transaction dropped = file.begin();
        dropped.set("ann", "May");
    }                       // db.close() without a commit: nothing of it is left.
    file.add("visits", 2);  // Read, change, write: in one transaction.
    std::cout << *file.get("ann") << ' ' << *file.get("visits") << '\n';

    std::cout << file.snapshot_at(1).size() << '\n';  // Old roots can be read, until a compaction.
    file.close();
    try {
        file.get("ann");  // ValueError("Database closed.")
    } catch (const dbdb::Error& error) {
        std::cout << (error.errc() == dbdb::Errc::closed) << '\n';
    }
}
