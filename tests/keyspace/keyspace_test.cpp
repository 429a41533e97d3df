#include "dbdb/keyspace.hpp"

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

namespace {

std::vector<KeyspaceInfo> without_bytes(std::vector<KeyspaceInfo> infos) {
    for (KeyspaceInfo& info : infos)
        info.bytes = 0;
    return infos;
}

using Infos = std::vector<KeyspaceInfo>;

}  // namespace

TEST_CASE("a keyspace is made by its first entry, and holds its own entries") {
    const Store store;
    Database db = store.open();
    db.set("ann", "default");
    db.update([](Transaction& change) {
        Keyspace sessions = change.keyspace("sessions");
        CHECK(sessions.empty());
        sessions.set("ann", "token");
        sessions.set("bob", "other");
        CHECK(sessions.at("ann") == "token");
        CHECK(change.get("ann") == "default");
        CHECK(change.keyspace("sessions").size() == 2);
    });

    db.close();
    db = store.open();
    const Snapshot now = db.snapshot();
    CHECK(now.get("ann") == "default");
    CHECK(now.size() == 1);
    CHECK(contents_of(now.keyspace("sessions")) == Contents{{"ann", "token"}, {"bob", "other"}});
    CHECK(without_bytes(now.keyspaces()) == Infos{{"sessions", 2, 0}});
}

TEST_CASE("looking at a keyspace that is not there makes none, and is no change") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    Keyspace missing = change.keyspace("missing");
    CHECK_FALSE(missing.get("a").has_value());
    CHECK_FALSE(missing.erase("a"));
    CHECK(missing.erase_range("a", "z") == 0);
    missing.clear();
    CHECK(change.commit() == 1);
    CHECK(db.snapshot().keyspace("missing").empty());
    CHECK_FALSE(db.snapshot().has_keyspace("missing"));
}

TEST_CASE("a keyspace in a transaction reads and changes as the default one does") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    Keyspace keyspace = change.keyspace("k");
    {
        Keyspace::SortedWriter writer = keyspace.sorted_writer();
        for (std::uint64_t index = 0; index < 1'000; ++index)
            writer.set(numbered_key(index), std::string(20, 'v'));
        CHECK(writer.count() == 1'000);
        writer.finish();
    }
    keyspace.set("large", std::string(5'000, 'l'));
    CHECK(keyspace.get("large") == std::string(5'000, 'l'));
    CHECK(keyspace.contains(numbered_key(7)));
    CHECK(keyspace.rank(numbered_key(7)) == 7);
    CHECK(keyspace.nth(7)->key == numbered_key(7));
    CHECK(keyspace.count(numbered_key(10), numbered_key(20)) == 10);
    CHECK(keyspace.count_prefix("key00000001") == 10);
    CHECK(keyspace.range(numbered_key(10), numbered_key(20)).count() == 10);
    CHECK(keyspace.range_from(numbered_key(990)).count() == 11);
    CHECK(keyspace.range_to(numbered_key(10)).count() == 10);
    CHECK(keyspace.prefix("key00000001").count() == 10);
    CHECK(keyspace.erase_range(numbered_key(0), numbered_key(10)) == 10);
    CHECK(keyspace.erase_prefix("key00000001") == 10);
    CHECK(keyspace.erase("large"));
    CHECK(keyspace.range().count() == 980);
    CHECK(change.empty());
    change.commit();
    CHECK(db.snapshot().keyspace("k").size() == 980);
    CHECK(db.verify().ok());
    CHECK(errc_of([&] { keyspace.set("late", ""); }) == Errc::closed);
    CHECK(errc_of([&] { static_cast<void>(keyspace.size()); }) == Errc::closed);
}

TEST_CASE("keyspaces are made, dropped, renamed and cloned") {
    const Store store;
    Database db = store.open();
    db.update([](Transaction& change) {
        CHECK(change.create_keyspace("a"));
        CHECK_FALSE(change.create_keyspace("a"));
        change.keyspace("b").set("key", "b");
        change.clone_keyspace("b", "c");
        change.keyspace("c").set("key", "c");
        CHECK(change.keyspace("b").get("key") == "b");
        change.rename_keyspace("c", "d");
        change.rename_keyspace("d", "d");
        CHECK_FALSE(change.drop_keyspace("c"));
    });
    CHECK(without_bytes(db.snapshot().keyspaces()) == Infos{{"a", 0, 0}, {"b", 1, 0}, {"d", 1, 0}});
    CHECK(db.snapshot().keyspace("d").get("key") == "c");

    db.update([](Transaction& change) {
        CHECK(errc_of([&] { change.rename_keyspace("c", "e"); }) == Errc::not_found);
        CHECK(errc_of([&] { change.rename_keyspace("a", "b"); }) == Errc::invalid);
        CHECK(errc_of([&] { change.clone_keyspace("c", "e"); }) == Errc::not_found);
        CHECK(errc_of([&] { change.clone_keyspace("a", "b"); }) == Errc::invalid);
        CHECK(errc_of([&] { change.copy_range("c", "b", "a", "z"); }) == Errc::not_found);
        CHECK(change.drop_keyspace("a"));
        CHECK(change.drop_keyspace("d"));
        change.rename_keyspace("b", "a");
        change.set("default", "1");
        change.clone_keyspace("", "d");
    });
    CHECK(without_bytes(db.snapshot().keyspaces()) == Infos{{"a", 1, 0}, {"d", 1, 0}});
    CHECK(db.snapshot().keyspace("a").get("key") == "b");
    CHECK(db.snapshot().keyspace("d").get("default") == "1");
    CHECK(db.verify().ok());
}

TEST_CASE("a keyspace that is dropped and made again is empty, also by a handle taken before") {
    Database db = Database::in_memory();
    db.keyspace("k").set("old", "1");
    Transaction change = db.begin();
    Keyspace keyspace = change.keyspace("k");
    change.drop_keyspace("k");
    CHECK(keyspace.empty());
    keyspace.set("new", "2");
    CHECK(contents_of(change.freeze().keyspace("k")) == Contents{{"new", "2"}});
    change.commit();
    CHECK(contents_of(db.snapshot().keyspace("k")) == Contents{{"new", "2"}});
}

TEST_CASE("clear_all leaves an empty default keyspace, no other, and the bookmarks") {
    const Store store;
    Database db = store.open();
    db.update([](Transaction& change) {
        change.set("a", "1");
        change.keyspace("k").set("b", "2");
    });
    db.update([](Transaction& change) {
        change.set_bookmark("before", 1);
        Keyspace keyspace = change.keyspace("k");
        change.keyspace("made here").set("c", "3");
        change.clear_all();
        CHECK(keyspace.empty());
    });
    CHECK(db.size() == 0);
    CHECK(db.snapshot().keyspaces().empty());
    CHECK(db.snapshot().bookmark("before") == 1);
}

TEST_CASE("keyspaces by the thousand are found, listed in order, and reopened") {
    const Store store;
    Database db = store.open();
    db.update([](Transaction& change) {
        for (std::uint64_t index = 0; index < 5'000; ++index)
            change.keyspace(numbered_key(index * 7 % 5'000)).set("key", std::to_string(index));
    });
    db.close();
    db = store.open();
    const auto infos = db.snapshot().keyspaces();
    REQUIRE(infos.size() == 5'000);
    for (std::uint64_t index = 0; index < infos.size(); ++index)
        CHECK(infos[index].name == numbered_key(index));
    CHECK(db.snapshot().keyspace(numbered_key(7)).get("key") == "1");
}

}  // namespace dbdb::test
