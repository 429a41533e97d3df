/// Entries with tags, and questions about them: and, or, not, pages, what is used most.
///
/// > fruit, not sold: apple cherry
/// > 2 of 3 red ones: apple beet
/// > there are more: cherry
/// > fruit 3, red 3, sold 1
#include <dbdb/dbdb.hpp>
#include <dbdb/query.hpp>
#include <iostream>

namespace {

void print_keys(const dbdb::QueryPage& page) {
    for (const dbdb::Entry& entry : page.entries)
        std::cout << ' ' << entry.key;
    std::cout << '\n';
}

}  // namespace

int main() {
    auto db = dbdb::Database::open("shop.dbdb");
    db.update([](dbdb::Transaction& txn) {
        txn.set("apple", "3", {.tags = {"fruit", "red"}});
        txn.set("banana", "5", {.tags = {"fruit", "sold"}});
        txn.set("beet", "2", {.tags = {"red"}});
        txn.set("cherry", "8", {.tags = {"fruit", "red"}});
    });
    using dbdb::Filter;

    std::cout << "fruit, not sold:";
    print_keys(db.snapshot().find({.filter = Filter::tag("fruit") && !Filter::tag("sold")}));

    // A page tells how many there are, and the next one goes on behind its last key.
    dbdb::Query query{.filter = Filter::tag("red"), .limit = 2};
    const dbdb::QueryPage page = db.snapshot().find(query);
    std::cout << page.entries.size() << " of " << page.total << " red ones:";
    print_keys(page);
    query.after = page.entries.back().key;
    std::cout << "there are more:";
    print_keys(page.snapshot.find(query));

    const char* separator = "";
    for (const dbdb::TagCount& count : db.snapshot().tags()) {
        std::cout << separator << count.tag << ' ' << count.entries;
        separator = ", ";
    }
    std::cout << '\n';
}
