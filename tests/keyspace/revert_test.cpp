#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

namespace {

/// Commits 1 to 100, each of which counts in both keyspaces and is bookmarked by the next one.
void fill(Database& db) {
    for (CommitId commit = 1; commit <= 100; ++commit) {
        db.update([&](Transaction& change) {
            change.set("n", std::to_string(commit));
            change.keyspace("k").set("n", std::to_string(commit));
            change.keyspace("of " + std::to_string(commit)).set("a", "1");
            change.set_bookmark("before " + std::to_string(commit), commit - 1);
        });
    }
}

}  // namespace

TEST_CASE("a revert brings all keyspaces of any commit back, and keeps today's bookmarks") {
    const Store store;
    Database db = store.open();
    fill(db);
    for (const CommitId commit : {100, 99, 50, 1, 73, 0}) {
        CAPTURE(commit);
        db.revert(commit, {.message = "back"});
        const Snapshot now = db.snapshot();
        CHECK(now.keyspaces().size() == (commit == 0 ? 0 : commit + 1));
        CHECK(now.bookmarks().size() == 100);
        const std::optional<std::string> number =
            commit == 0 ? std::nullopt : std::optional(std::to_string(commit));
        CHECK(db.get("n") == number);
        CHECK(db.keyspace("k").get("n") == number);
    }
    CHECK(db.snapshot().commit_id() == 106);
}

TEST_CASE("a revert within a transaction gives up what that has done, but for bookmarks") {
    Database db = Database::in_memory();
    fill(db);
    Transaction change = db.begin();
    Keyspace keyspace = change.keyspace("k");
    keyspace.set("n", "lost");
    change.keyspace("lost").set("a", "1");
    change.set_bookmark("kept", 7);
    change.revert(50);
    CHECK(keyspace.get("n") == "50");
    keyspace.set("m", "after");
    change.commit();
    CHECK(contents_of(db.snapshot().keyspace("k")) == Contents{{"m", "after"}, {"n", "50"}});
    CHECK_FALSE(db.snapshot().has_keyspace("lost"));
    CHECK(db.snapshot().bookmark("kept") == 7);
    CHECK(db.verify().ok());
}

TEST_CASE("only to a commit of the same file can be reverted") {
    Database db = Database::in_memory();
    fill(db);
    const Snapshot old = db.snapshot();
    db.set("n", "more");
    Transaction change = db.begin();
    CHECK(errc_of([&] { change.revert(CommitId{102}); }) == Errc::not_found);
    CHECK(errc_of([&] { change.revert(database_with({{"a", "1"}}).snapshot()); }) == Errc::invalid);
    CHECK(errc_of([&] { change.revert(change.freeze()); }) == Errc::invalid);
    change.revert(old.keyspace("k"));
    CHECK(change.get("n") == "100");
}

}  // namespace dbdb::test
