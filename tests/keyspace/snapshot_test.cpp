#include "dbdb/snapshot.hpp"

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

TEST_CASE("an old snapshot keeps its keyspaces, whatever becomes of them") {
    Database db = Database::in_memory();
    db.update([](Transaction& change) {
        change.keyspace("dropped").set("a", "1");
        change.keyspace("renamed").set("b", "2");
        change.keyspace("changed").set("c", "3");
    });
    const Snapshot before = db.snapshot();
    const Snapshot dropped = before.keyspace("dropped");
    db.update([](Transaction& change) {
        change.drop_keyspace("dropped");
        change.rename_keyspace("renamed", "other");
        change.keyspace("changed").set("c", "4");
        change.keyspace("new").set("d", "5");
    });

    CHECK(before.keyspaces().size() == 3);
    CHECK(dropped.get("a") == "1");
    CHECK(before.keyspace("renamed").get("b") == "2");
    CHECK(before.keyspace("changed").get("c") == "3");
    CHECK(before.keyspace("new").empty());
    CHECK(db.snapshot().keyspace("other").get("b") == "2");
}

TEST_CASE("a keyspace of a snapshot outlives it, and knows the commit and the other keyspaces") {
    std::optional<Snapshot> kept;
    {
        Database db = Database::in_memory();
        db.update([](Transaction& change) {
            change.set("a", "default");
            change.keyspace("k").set("a", "1");
            change.keyspace("l").set("a", "2");
        });
        kept = db.snapshot().keyspace("k");
    }
    CHECK(kept->get("a") == "1");
    CHECK(kept->commit_id() == 1);
    CHECK(kept->info().entries == 1);
    CHECK(kept->keyspace("l").get("a") == "2");
    CHECK(kept->keyspace("").get("a") == "default");
    CHECK(kept->keyspace("k") == *kept);
    CHECK_FALSE(kept->keyspace("l") == *kept);
    CHECK(kept->keyspaces().size() == 2);
    const Range range = kept->range();
    kept.reset();
    CHECK(entries_of(range).size() == 1);
}

TEST_CASE("a frozen transaction shows its keyspaces as they were, before and after its end") {
    Database db = Database::in_memory();
    db.keyspace("old").set("a", "1");
    db.keyspace("gone").set("a", "1");
    Transaction change = db.begin();
    change.keyspace("old").set("a", "2");
    change.keyspace("new").set("b", "3");
    change.drop_keyspace("gone");
    const Snapshot frozen = change.freeze();
    change.keyspace("old").set("a", "4");
    change.drop_keyspace("new");
    CHECK_FALSE(frozen == change.freeze());
    change.commit();

    CHECK(frozen.keyspace("old").get("a") == "2");
    CHECK(frozen.keyspace("new").get("b") == "3");
    CHECK_FALSE(frozen.has_keyspace("gone"));
    CHECK(frozen.keyspaces().size() == 2);
    CHECK(frozen.keyspace("old").keyspace("new").size() == 1);
    CHECK(db.snapshot().keyspace("old").get("a") == "4");
}

TEST_CASE("two snapshots are the same only when all their keyspaces are") {
    Database db = database_with({{"a", "1"}});
    const Snapshot before = db.snapshot();
    db.keyspace("k").set("a", "1");
    CHECK_FALSE(before == db.snapshot());
    CHECK(db.snapshot() == db.snapshot());
}

}  // namespace dbdb::test
