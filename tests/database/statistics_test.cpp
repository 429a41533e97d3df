#include "dbdb/statistics.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"
#include "dbdb/query.hpp"
#include "dbdb/range.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_clock.hpp"

namespace dbdb::test {
namespace {

std::string key_of(std::uint64_t number) { return "key-" + std::to_string(10'000'000 + number); }

/// A database whose leaves are full, since the keys ascend.
void fill(Database& db, std::uint64_t entries) {
    db.update([&](Transaction& change) {
        for (std::uint64_t number = 0; number < entries; ++number)
            change.set(key_of(number), std::string(100, 'v'));
    });
}

std::uint64_t calls(const Database& db, Operation operation) {
    return db.statistics().of(operation).calls;
}

/// What the recorded calls have written, and how often they have synced.
struct Totals {
    std::uint64_t written_bytes = 0;
    std::uint64_t syncs = 0;
};

Totals totals_of(const RecordingFile& file) {
    Totals totals;
    for (const RecordedCall& call : file.calls()) {
        totals.written_bytes += call.bytes.size();
        totals.syncs += call.kind == CallKind::sync ? 1 : 0;
    }
    return totals;
}

}  // namespace

TEST_CASE("statistics count every read and change, wherever it is made") {
    Database db = database_with({{"apple", "red"}, {"plum", "blue"}});
    const std::uint64_t sets = calls(db, Operation::set);

    static_cast<void>(db.get("apple"));
    static_cast<void>(db.contains("pear"));
    static_cast<void>(db.keyspace("other").get("apple"));
    static_cast<void>(db.snapshot().at("plum"));
    const std::array<std::string_view, 2> keys{"apple", "plum"};
    std::array<std::optional<std::string_view>, 2> values;
    db.snapshot().get_many(keys, values);
    static_cast<void>(db.snapshot().prefix("a"));
    static_cast<void>(db.snapshot().range("a", "b"));
    static_cast<void>(db.snapshot().range_from("a"));
    static_cast<void>(db.snapshot().range_to("b"));
    static_cast<void>(db.snapshot().find({.prefix = "a"}));
    db.set("pear", "green");
    CHECK(db.erase("pear"));

    CHECK(calls(db, Operation::get) == 4);
    CHECK(calls(db, Operation::get_many) == 1);
    CHECK(calls(db, Operation::range) == 4);
    CHECK(calls(db, Operation::find) == 1);
    CHECK(calls(db, Operation::set) == sets + 1);
    CHECK(calls(db, Operation::erase) == 1);
    CHECK(calls(db, Operation::begin) == 3);
    CHECK(calls(db, Operation::commit) == 3);
    CHECK(db.statistics().of(Operation::get).nanoseconds.count >= 1);
}

TEST_CASE("statistics count what was written and synced, to the byte") {
    const Store store;
    Database db = store.open();
    store.recorded->clear();
    fill(db, 3000);
    db.set("a", "1");
    db.sync();
    db.set("b", std::string(100'000, 'b'));

    const Totals totals = totals_of(*store.recorded);
    const Statistics figures = db.statistics();
    CHECK(figures.written_bytes == totals.written_bytes);
    CHECK(figures.of(Operation::sync).calls == totals.syncs);
    CHECK(figures.commits == 3);
    CHECK(figures.commits_per_sync.count == 3);
    CHECK(figures.commits_per_sync.max == 1);
}

TEST_CASE("what waits for a sync is told, until one covers it") {
    Database db = Database::open(file_with({}), {.durability = Durability::none});
    CHECK(db.statistics().unsynced_bytes == 0);
    db.set("key", std::string(1'000, 'v'));
    const std::uint64_t waiting = db.statistics().unsynced_bytes;
    CHECK(waiting > 1'000);
    db.set("other", "value");
    CHECK(db.statistics().unsynced_bytes > waiting);

    db.sync();
    CHECK(db.statistics().unsynced_bytes == 0);
}

TEST_CASE("commits that share a sync are told as a group, those found in the file are not") {
    const Store store;
    {
        Database db = store.open({.durability = Durability::none});
        for (int number = 0; number < 40; ++number)
            db.set("k", std::to_string(number));
    }
    Database db = store.open({.durability = Durability::none});
    for (int number = 0; number < 7; ++number)
        db.set("n", std::to_string(number));
    db.sync();

    const Distribution groups = db.statistics().commits_per_sync;
    CHECK(groups.count == 1);
    CHECK(groups.max == 7);
}

TEST_CASE("unmeasured, a database counts commits and syncs, but no gets") {
    Database db = Database::in_memory({.measure = false});
    db.set("a", "1");
    static_cast<void>(db.get("a"));

    CHECK(calls(db, Operation::get) == 0);
    CHECK(calls(db, Operation::set) == 0);
    CHECK(calls(db, Operation::commit) == 1);
    CHECK(db.statistics().commits == 1);
}

TEST_CASE("open snapshots are counted, and not once they are gone") {
    Database db = database_with({{"a", "1"}});
    {
        const Snapshot one = db.snapshot();
        db.set("b", "2");
        const Snapshot two = db.snapshot();
        const Snapshot three = two;
        CHECK(db.statistics().open_snapshots == 3);
    }
    CHECK(db.statistics().open_snapshots == 0);
}

TEST_CASE("figures go on across a compaction, and it is counted") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory.path() / "a.db");
    fill(db, 1000);
    static_cast<void>(db.get(key_of(1)));
    db.compact({.dry_run = true});
    CHECK(calls(db, Operation::compact) == 0);
    db.compact();
    static_cast<void>(db.get(key_of(1)));
    CHECK(db.verify().ok());
    db.backup(directory.path() / "b.db");
    std::filesystem::create_directory(directory.path() / "generations");
    db.backup(BackupDirectory(directory.path() / "generations"));

    CHECK(calls(db, Operation::get) == 2);
    CHECK(calls(db, Operation::compact) == 1);
    CHECK(calls(db, Operation::verify) == 1);
    CHECK(calls(db, Operation::backup) == 2);
}

TEST_CASE("expired entries count as swept once a commit has removed them, by whatever way") {
    const TestClock clock;
    Database db = Database::in_memory({.clock = clock});
    db.update([](Transaction& change) {
        for (const char* key : {"a", "b", "c", "d"})
            change.keyspace("k").set(key, "v", {.ttl = std::chrono::milliseconds(1)});
    });
    clock.advance(std::chrono::milliseconds(1));

    Transaction change = db.begin();
    CHECK(change.keyspace("k").sweep(1) == 1);
    const Savepoint savepoint = change.savepoint();
    CHECK(change.keyspace("k").sweep(2) == 2);
    change.rollback_to(savepoint);
    CHECK(db.statistics().swept_entries == 0);
    change.keyspace("other").set("e", "v");
    change.commit();
    CHECK(db.statistics().swept_entries == 4);  // What a keyspace has that a commit changes goes.

    CHECK(db.sweep() == 0);
    CHECK(db.statistics().swept_entries == 4);
    CHECK(calls(db, Operation::sweep) == 1);
}

TEST_CASE("a database tells how long it has been open") {
    const Database db = Database::in_memory();
    const auto uptime = db.statistics().uptime;

    CHECK(uptime.count() >= 0);
    CHECK(db.statistics().uptime >= uptime);
}

TEST_CASE("handles of one file share their figures") {
    const TemporaryDirectory directory;
    const Database one = Database::open(directory.path() / "a.db");
    const Database two = Database::open(directory.path() / "a.db");
    static_cast<void>(one.get("a"));

    CHECK(calls(two, Operation::get) == 1);
}

TEST_CASE("the fill of leaves is exact when all are looked at, near to that when some are") {
    Database db = Database::in_memory();
    CHECK(db.statistics({.leaves_max = every_leaf}).leaves->count == 0);
    db.update([&](Transaction& change) {
        for (std::uint64_t number = 0; number < 20'000; ++number)
            change.set(key_of(number), std::string(100, 'v'));
        for (std::uint64_t number = 0; number < 20'000; number += number < 7000 ? 2 : 9)
            change.erase(key_of(number));
    });
    CHECK_FALSE(db.statistics().leaves);

    const LeafStatistics all = *db.statistics({.leaves_max = every_leaf}).leaves;
    const LeafStatistics some = *db.statistics({.leaves_max = 100}).leaves;

    CHECK(all.is_exact);
    CHECK(all.count == db.verify().leaves);
    CHECK(all.mean_fill > 0.4);
    CHECK(all.mean_fill <= 1);
    CHECK(all.min_fill <= all.mean_fill);
    CHECK_FALSE(some.is_exact);
    CHECK(some.mean_fill == doctest::Approx(all.mean_fill).epsilon(0.1));
    CHECK(static_cast<double>(some.count) ==
          doctest::Approx(static_cast<double>(all.count)).epsilon(0.1));
}

}  // namespace dbdb::test
