/// Following what others commit, in this program or another one.
///
/// > commit 2: apple green
/// > commit 3: banana yellow
/// > nothing more
#include <dbdb/dbdb.hpp>
#include <iostream>

using namespace std::chrono_literals;

int main() {
    auto db = dbdb::Database::open("fruit.dbdb");
    db.set("apple", "red");

    // Each commit behind this one is given once. A program that keeps `last()` can go on from there
    // when it is started again: db.subscribe(last).
    dbdb::Subscription feed = db.subscribe();
    db.set("apple", "green");
    db.set("banana", "yellow");

    for (int count = 0; count < 2; ++count) {
        const auto news = feed.wait(10s);  // Wakes up when there is something.
        if (!news) break;
        for (const dbdb::Change& change : news->changes) {
            std::cout << "commit " << news->commit.id << ": " << change.key << ' '
                      << change.after.value_or("was removed") << '\n';
        }
    }
    if (!feed.wait(0s)) std::cout << "nothing more\n";
}
