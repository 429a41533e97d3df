#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"
#include "dbdb/keyspace_options.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

using namespace std::chrono_literals;

constexpr KeyspaceOptions chosen{.compression = Compression::zstd,
                                 .compression_level = -7,
                                 .compression_bytes_min = 5'000,
                                 .track_times = true,
                                 .default_ttl = 90s};

}  // namespace

TEST_CASE("options of a keyspace are part of a commit, and make the keyspace") {
    Store store;
    {
        Database db = store.open();
        db.set("a", "1");
        CHECK(db.keyspace("other").set_options(chosen) == 2);
        CHECK(db.keyspace("").set_options({.compression_level = 22}) == 3);
        CHECK(db.keyspace("other").options() == chosen);
    }
    Database db = store.open();
    const Snapshot now = db.snapshot();
    CHECK(now.has_keyspace("other"));
    CHECK(now.options("other") == chosen);
    CHECK(now.keyspace("other").options("other") == chosen);
    CHECK(now.options().compression_level == 22);
    CHECK(now.options("missing") == KeyspaceOptions{});
    CHECK(db.snapshot_at(1).options("other") == KeyspaceOptions{});
    CHECK(now.get("a") == "1");
    CHECK(db.verify().ok());
}

TEST_CASE("options go with clones and renames, and stay when a keyspace is cleared") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    Keyspace entries = change.keyspace("a");
    entries.set("key", "value");
    entries.set_options(chosen);
    CHECK(entries.options() == chosen);
    entries.clear();
    CHECK(entries.options() == chosen);
    change.clone_keyspace("a", "b");
    change.rename_keyspace("a", "c");
    CHECK(change.freeze().options("b") == chosen);
    CHECK(change.keyspace("c").options() == chosen);
    CHECK(entries.options() == KeyspaceOptions{});
    const Savepoint before = change.savepoint();
    change.keyspace("c").set_options({});
    change.rollback_to(before);
    CHECK(change.keyspace("c").options() == chosen);
    change.drop_keyspace("c");
    CHECK(change.keyspace("c").options() == KeyspaceOptions{});
}

TEST_CASE("options that cannot be are refused, and change nothing") {
    Database db = Database::in_memory();
    KeyspaceHandle entries = db.keyspace("a");
    CHECK(errc_of([&] { entries.set_options({.compression_level = 23}); }) == Errc::invalid);
    CHECK(errc_of([&] { entries.set_options({.compression_level = -101}); }) == Errc::invalid);
    CHECK(errc_of([&] { entries.set_options({.default_ttl = -1ms}); }) == Errc::invalid);
    CHECK(errc_of([&] { entries.set_options({.compression = Compression{7}}); }) == Errc::invalid);
    CHECK_FALSE(db.snapshot().has_keyspace("a"));
    CHECK(db.history().empty());
}

TEST_CASE("going back to a commit brings its options back") {
    Database db = Database::in_memory();
    db.keyspace("other").set_options(chosen);
    db.revert(0);
    CHECK(db.snapshot().options("other") == KeyspaceOptions{});
    db.revert(1);
    CHECK(db.snapshot().options("other") == chosen);
}

}  // namespace dbdb::test
