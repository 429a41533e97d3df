#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

namespace {

Contents read(const Database& db, std::string_view name) {
    return contents_of(db.snapshot().keyspace(name));
}

}  // namespace

TEST_CASE("a copied range is in both keyspaces, and replaces what has the same keys") {
    Database db = Database::in_memory();
    db.update([](Transaction& change) {
        for (const char* key : {"a", "b", "c", "d"})
            change.set(key, "source");
        change.keyspace("target").set("c", "target");
        change.keyspace("target").set("e", "target");
        CHECK(change.copy_range("", "target", "b", "d") == 2);
        CHECK(change.copy_range("", "target", "d", "b") == 0);
        CHECK(change.copy_range("", "", "a", "c") == 2);
    });
    CHECK(db.size() == 4);
    CHECK(read(db, "target") == Contents{{"b", "source"}, {"c", "source"}, {"e", "target"}});
}

TEST_CASE("a moved range is in the target alone") {
    Database db = Database::in_memory();
    db.update([](Transaction& change) {
        for (const char* key : {"a", "b", "c", "d"})
            change.keyspace("source").set(key, "1");
        CHECK(change.move_range("source", "target", "b", "d") == 2);
        CHECK(change.move_range("source", "source", "a", "z") == 2);
    });
    CHECK(read(db, "source") == Contents{{"a", "1"}, {"d", "1"}});
    CHECK(read(db, "target") == Contents{{"b", "1"}, {"c", "1"}});
}

TEST_CASE("what was copied, moved or cloned in a transaction changes for itself") {
    const Store store;
    Database db = store.open();
    db.update([](Transaction& change) {
        Keyspace source = change.keyspace("source");
        for (std::uint64_t index = 0; index < 1'000; ++index)
            source.set(numbered_key(index), "first");
        change.copy_range("source", "copy", numbered_key(100), numbered_key(900));
        change.clone_keyspace("source", "clone");
        change.move_range("source", "moved", numbered_key(300), numbered_key(600));
        for (std::uint64_t index = 0; index < 1'000; index += 3) {
            source.set(numbered_key(index), "second");
            change.keyspace("moved").erase(numbered_key(index));
        }
        change.keyspace("clone").erase_range(numbered_key(10), numbered_key(990));
    });
    const Snapshot now = db.snapshot();
    const Snapshot copy = now.keyspace("copy");
    CHECK(copy.size() == 800);
    for (const Entry& entry : copy.range())
        CHECK(entry.value == "first");
    CHECK(now.keyspace("clone").size() == 20);
    CHECK(now.keyspace("moved").size() == 200);
    CHECK(now.keyspace("source").size() == 800);
}

}  // namespace dbdb::test
