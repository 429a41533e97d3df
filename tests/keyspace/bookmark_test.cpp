#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

TEST_CASE("bookmarks are set, listed, moved and erased, in transactions") {
    const Store store;
    Database db = store.open();
    db.set("a", "1");
    db.set("a", "2");
    db.update([](Transaction& change) {
        change.set_bookmark("start", 1);
        change.set_bookmark("empty", 0);
        change.set_bookmark("erased", 2);
        CHECK(change.erase_bookmark("erased"));
        CHECK_FALSE(change.erase_bookmark("erased"));
    });
    {
        Transaction change = db.begin();
        change.set_bookmark("rolled back", 2);
    }
    db.close();
    db = store.open();
    const Snapshot now = db.snapshot();
    CHECK(now.bookmark("start") == 1);
    CHECK(now.bookmark("empty") == 0);
    CHECK_FALSE(now.bookmark("erased").has_value());
    CHECK_FALSE(now.bookmark("rolled back").has_value());
    const auto bookmarks = now.bookmarks();
    REQUIRE(bookmarks.size() == 2);
    CHECK(bookmarks[0].name == "empty");
    CHECK(bookmarks[1].name == "start");
    CHECK(bookmarks[1].commit == 1);
    CHECK(bookmarks[1].time >= now.info().time - std::chrono::hours(1));

    db.update([](Transaction& change) { change.set_bookmark("start", 3); });
    CHECK(db.snapshot().bookmark("start") == 3);
    CHECK(now.bookmark("start") == 1);
}

TEST_CASE("a bookmark of a commit that is not there is refused, and changes nothing") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    CHECK(errc_of([&] { change.set_bookmark("later", 2); }) == Errc::not_found);
    CHECK(change.commit() == 1);
}

TEST_CASE("a bookmark may have the name of a keyspace") {
    Database db = database_with({{"a", "1"}});
    db.keyspace("same").set("a", "2");
    db.update([](Transaction& change) { change.set_bookmark("same", 1); });
    CHECK(db.snapshot().bookmark("same") == 1);
    CHECK(db.snapshot().keyspaces().size() == 1);
    db.update([](Transaction& change) { change.drop_keyspace("same"); });
    CHECK(db.snapshot().bookmarks().size() == 1);
}

}  // namespace dbdb::test
