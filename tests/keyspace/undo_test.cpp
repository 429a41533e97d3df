/// Savepoints, rollbacks, spilling and sorted writers over several keyspaces.
#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

namespace {

/// So little memory that nearly every operation spills.
constexpr std::size_t tiny_budget = 4'096;

}  // namespace

TEST_CASE("going back to a savepoint brings all keyspaces back, by handles taken before too") {
    for (const std::size_t budget : {tiny_budget, std::size_t{1} << 20}) {
        CAPTURE(budget);
        const Store store;
        Database db = store.open({.transaction_memory_bytes = budget});
        db.update([](Transaction& change) {
            change.keyspace("kept").set("a", "1");
            change.keyspace("dropped").set("b", "2");
            change.keyspace("untouched").set("c", "3");
        });
        Transaction change = db.begin();
        Keyspace kept = change.keyspace("kept");
        kept.set("a", "changed");
        change.set_bookmark("one", 1);
        const Savepoint savepoint = change.savepoint();
        Keyspace untouched = change.keyspace("untouched");
        for (int time = 0; time < 2; ++time) {
            for (std::uint64_t index = 0; index < 300; ++index) {
                kept.set(numbered_key(index), std::string(50, 'v'));
                change.set(numbered_key(index), std::string(50, 'v'));
            }
            untouched.clear();
            change.drop_keyspace("dropped");
            change.keyspace("new").set("d", "4");
            change.erase_bookmark("one");
            change.rollback_to(savepoint);
            CHECK(contents_of(kept.freeze()) == Contents{{"a", "changed"}});
            CHECK(untouched.get("c") == "3");
            CHECK(change.keyspace("dropped").get("b") == "2");
            CHECK(change.keyspace("new").empty());
            CHECK(change.empty());
            CHECK(change.freeze().keyspaces().size() == 3);
            CHECK(change.freeze().bookmark("one") == 1);
        }
        change.commit();
        db.close();
        db = store.open();
        CHECK(contents_of(db.snapshot().keyspace("kept")) == Contents{{"a", "changed"}});
        CHECK(db.snapshot().keyspaces().size() == 3);
    }
}

TEST_CASE("a transaction over many keyspaces that spills with every change loses nothing") {
    const Store store;
    Database db = store.open({.transaction_memory_bytes = tiny_budget});
    db.update([](Transaction& change) {
        Keyspace held = change.keyspace(numbered_key(3));
        for (std::uint64_t index = 0; index < 2'000; ++index)
            change.keyspace(numbered_key(index % 40)).set(numbered_key(index), "value");
        change.clone_keyspace(numbered_key(3), "clone");
        held.set("more", std::string(3'000, 'm'));
        CHECK(held.size() == 51);
    });
    db.close();
    db = store.open();
    CHECK(db.snapshot().keyspaces().size() == 41);
    for (std::uint64_t index = 0; index < 2'000; ++index)
        CHECK(db.snapshot().keyspace(numbered_key(index % 40)).contains(numbered_key(index)));
    CHECK(db.snapshot().keyspace("clone").size() == 50);
    CHECK(db.snapshot().keyspace(numbered_key(3)).get("more")->size() == 3'000);
}

TEST_CASE("a transaction that is rolled back leaves no keyspace behind") {
    const Store store;
    Database db = store.open();
    db.keyspace("k").set("a", "1");
    {
        Transaction change = db.begin();
        Keyspace keyspace = change.keyspace("k");
        keyspace.set("a", "2");
        change.keyspace("new").set("b", "3");
        change.rollback();
        CHECK(errc_of([&] { static_cast<void>(keyspace.get("a")); }) == Errc::closed);
    }
    CHECK(db.snapshot().keyspaces().size() == 1);
    CHECK(db.keyspace("k").get("a") == "1");
}

TEST_CASE("a keyspace that outlives its transaction is closed, and leaves the turn to others") {
    Database db = Database::in_memory();
    std::optional<Keyspace> keyspace;
    {
        Transaction change = db.begin();
        keyspace.emplace(change.keyspace("k"));
        keyspace->set("a", "1");
    }
    CHECK(errc_of([&] { keyspace->set("a", "2"); }) == Errc::closed);
    CHECK(errc_of([&] { static_cast<void>(keyspace->size()); }) == Errc::closed);
    CHECK(db.try_begin(std::chrono::milliseconds(0)).has_value());
}

TEST_CASE("a sorted writer of one keyspace makes changes to all others wait") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    {
        Keyspace::SortedWriter writer = change.keyspace("k").sorted_writer();
        writer.set("a", "1");
        CHECK(errc_of([&] { change.keyspace("l").set("a", "2"); }) == Errc::invalid);
        CHECK(errc_of([&] { change.clear_all(); }) == Errc::invalid);
        CHECK(change.keyspace("k").empty());
    }
    CHECK_FALSE(change.freeze().has_keyspace("k"));
    change.keyspace("l").set("a", "2");
    change.commit();
    CHECK(db.snapshot().keyspaces().size() == 1);
}

}  // namespace dbdb::test
