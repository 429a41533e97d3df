/// What the operations on whole keyspaces cost, in bytes appended.
#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

namespace {

constexpr std::uint64_t count = 1'000'000;

void fill(Keyspace keyspace) {
    Keyspace::SortedWriter writer = keyspace.sorted_writer();
    for (std::uint64_t index = 0; index < count; ++index)
        writer.set(numbered_key(index), "value");
    writer.finish();
}

std::uint64_t appended_bytes(Database& db, const std::function<void(Transaction&)>& change) {
    const std::uint64_t before = db.statistics().used_bytes;
    db.update(change);
    return db.statistics().used_bytes - before;
}

}  // namespace

TEST_CASE("clear, clone, rename, drop and revert of a million entries append under 4 KiB each") {
    Database db = Database::in_memory({.durability = Durability::none});
    db.update([](Transaction& change) {
        fill(change.keyspace("k"));
        fill(change.keyspace(""));
    });
    const auto cost = [&](const std::function<void(Transaction&)>& change) {
        return appended_bytes(db, change);
    };

    CHECK(cost([](Transaction& change) { change.clone_keyspace("k", "clone"); }) < 1'024);
    CHECK(db.snapshot().keyspace("clone").size() == count);
    CHECK(cost([](Transaction& change) { change.rename_keyspace("clone", "other"); }) < 1'024);
    CHECK(cost([](Transaction& change) { change.keyspace("other").clear(); }) < 1'024);
    CHECK(cost([](Transaction& change) { change.clear(); }) < 1'024);
    CHECK(cost([](Transaction& change) { change.drop_keyspace("k"); }) < 1'024);
    CHECK(cost([](Transaction& change) { change.revert(1); }) < 1'024);
    CHECK(cost([](Transaction& change) { change.clear_all(); }) < 1'024);
    CHECK(cost([](Transaction& change) { change.revert(1); }) < 1'024);
    CHECK(db.size() == count);
    CHECK(db.snapshot().keyspace("k").size() == count);

    const auto key = [](std::uint64_t index) { return numbered_key(index); };
    CHECK(cost([&](Transaction& change) {
              change.copy_range("k", "half", key(count / 4), key(count * 3 / 4));
          }) < 16'384);
    CHECK(cost([&](Transaction& change) {
              change.move_range("k", "half", key(0), key(count / 4));
          }) < 32'768);
    CHECK(db.snapshot().keyspace("half").size() == count * 3 / 4);
    CHECK(db.verify().ok());
}

TEST_CASE("live bytes are those of all keyspaces, a clone's once for each") {
    Database db = Database::in_memory();
    const auto live_bytes = [&] { return db.snapshot().info().live_bytes; };
    db.update([](Transaction& change) { change.keyspace("k").set("a", std::string(9'000, 'v')); });
    const std::uint64_t with_one = live_bytes();
    CHECK(with_one > 9'000);
    db.update([](Transaction& change) { change.clone_keyspace("k", "l"); });
    CHECK(live_bytes() > 18'000);
    db.update([](Transaction& change) { change.drop_keyspace("k"); });
    CHECK(live_bytes() == with_one);
    db.update([](Transaction& change) { change.drop_keyspace("l"); });
    CHECK(live_bytes() < 500);
    CHECK(db.verify().ok());
}

TEST_CASE("live bytes stay right behind a rollback whose bytes a frozen copy keeps") {
    Database db = Database::in_memory({.transaction_memory_bytes = 4'096});
    db.keyspace("k").set("a", "1");
    {
        Transaction change = db.begin();
        change.keyspace("k").set("large", std::string(9'000, 'v'));
        const Snapshot frozen = change.freeze();
        change.rollback();
    }
    db.keyspace("k").set("b", "2");
    db.keyspace("l").set("c", "3");
    CHECK(db.snapshot().info().live_bytes < 1'000);
    CHECK(db.verify().ok());
}

TEST_CASE("a commit writes nothing for its savepoints") {
    Database db = Database::in_memory();
    const auto write = [](Transaction& change) { change.keyspace("k").set("a", "1"); };
    db.update(write);
    const std::uint64_t without = appended_bytes(db, write);
    const std::uint64_t with = appended_bytes(db, [&](Transaction& change) {
        change.set("given up", std::string(500, 'v'));
        change.savepoint();
        change.erase("given up");
        change.savepoint();
        write(change);
    });
    CHECK(with == without);
}

}  // namespace dbdb::test
