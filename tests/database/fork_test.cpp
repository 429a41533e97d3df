#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {

TEST_CASE("rule 19: a handle is refused in a forked child, with a clear error") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    db.set("a", "1");

    const int failures = in_child([&] {
        int wrong = 0;
        wrong += errc_of([&] { db.snapshot(); }) != Errc::closed;
        wrong += errc_of([&] { db.set("a", "2"); }) != Errc::closed;
        wrong += errc_of([&] { db.begin(); }) != Errc::closed;
        wrong += errc_of([&] { db.sync(); }) != Errc::closed;
        wrong += errc_of([&] { db.recovery(); }) != Errc::closed;
        return wrong;
    });

    CHECK(failures == 0);
    CHECK(db.set("b", "2") == 2);
}

TEST_CASE("rule 19: a transaction of the parent is refused in a forked child") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    db.set("a", "1");
    Transaction change = db.begin();
    change.set("b", "2");

    const int failures = in_child([&] {
        int wrong = 0;
        wrong += errc_of([&] { change.set("c", "3"); }) != Errc::closed;
        wrong += errc_of([&] { change.commit(); }) != Errc::closed;
        change.rollback();
        return wrong;
    });

    CHECK(failures == 0);
    CHECK(change.commit() == 2);
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}});
}

TEST_CASE("a forked child may open the database anew beside the parent's handle") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database db = Database::open(path);
    db.set("a", "1");

    CHECK(in_child([&] {
              Database own = Database::open(path);
              return own.set("b", "2") == 2 ? 0 : 1;
          }) == 0);

    CHECK(db.set("c", "3") == 3);
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}, {"c", "3"}});
}

TEST_CASE("a snapshot of the parent stays readable in a forked child") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    db.set("a", "1");
    const Snapshot before = db.snapshot();

    CHECK(in_child([&] { return before.get("a") == "1" ? 0 : 1; }) == 0);
}

TEST_CASE("a handle with a syncing thread can be destroyed in a forked child") {
    const TemporaryDirectory directory;
    auto db = std::make_unique<Database>(
        Database::open(directory / "test.db", {.durability = Durability::interval}));
    db->set("a", "1");

    CHECK(in_child([&] {
              db.reset();
              return 0;
          }) == 0);

    CHECK(db->set("b", "2") == 2);
}

}  // namespace dbdb::test
