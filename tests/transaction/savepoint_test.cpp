#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

TEST_CASE("savepoints nest and can be gone back to more than once") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    change.set("b", "2");
    const Savepoint outer = change.savepoint();
    change.erase("a");
    const Savepoint inner = change.savepoint();
    change.clear();

    change.rollback_to(inner);
    CHECK(contents_of(change.freeze()) == Contents{{"b", "2"}});
    change.set("c", "3");
    change.rollback_to(inner);
    CHECK(contents_of(change.freeze()) == Contents{{"b", "2"}});
    change.rollback_to(outer);
    CHECK(contents_of(change.freeze()) == Contents{{"a", "1"}, {"b", "2"}});

    CHECK(errc_of([&] { change.rollback_to(inner); }) == Errc::invalid);
    change.set("d", "4");
    change.rollback_to(outer);
    change.commit();
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}});
}

TEST_CASE("going back to the beginning leaves nothing to commit") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    const Savepoint beginning = change.savepoint();
    change.set("b", "2");
    change.rollback_to(beginning);

    CHECK(change.commit() == 1);
}

TEST_CASE("savepoints live through spilling, and share what they share in the file") {
    Store store;
    Database db = store.open({.transaction_memory_bytes = 64 << 10});
    Transaction change = db.begin();
    std::vector<Savepoint> savepoints;
    for (int step = 0; step < 20; ++step) {
        savepoints.push_back(change.savepoint());
        for (int index = 0; index < 500; ++index)
            change.set("key" + std::to_string(index * 20 + step), std::string(50, 'v'));
    }

    change.rollback_to(savepoints[10]);

    CHECK(change.size() == 5'000);
    change.commit();
    CHECK(db.size() == 5'000);
    CHECK(db.statistics().used_bytes < 12 << 20);
}

}  // namespace dbdb::test
