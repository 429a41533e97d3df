#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "gate_file.hpp"
#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

constexpr auto never = std::chrono::milliseconds::max();

/// A database that counts its syncs, after its first commit.
struct Counted {
    std::shared_ptr<File> memory = file_with({});
    std::shared_ptr<GateFile> gate = std::make_shared<GateFile>(memory);
    Database db;
    unsigned before;

    explicit Counted(const Options& options) : db(Database::open(gate, options)) {
        commit("first", Durability::sync);
        before = gate->sync_count();
    }

    void commit(std::string_view key, std::optional<Durability> durability = {}) {
        db.update([&](Transaction& change) { change.set(key, "value"); },
                  {.durability = durability});
    }

    /// Since the first commit.
    unsigned syncs() const { return gate->sync_count() - before; }
};

}  // namespace

TEST_CASE("what need not be durable is seen at once, by this process and in the file") {
    for (const Durability durability : {Durability::interval, Durability::none}) {
        Counted counted({.durability = durability, .sync_interval = never});

        counted.commit("a");

        CHECK(counted.db.contains("a"));
        CHECK(Database::open(counted.memory, {.read_only = true}).contains("a"));
        CHECK(counted.syncs() == 0);
    }
}

TEST_CASE("when sync_bytes wait they are synced once, whatever the interval") {
    Counted counted(
        {.durability = Durability::interval, .sync_interval = never, .sync_bytes = 64 << 10});
    const std::string value(20'000, 'v');
    for (const char* key : {"a", "b", "c"})
        counted.db.set(key, value);
    CHECK(counted.syncs() == 0);

    counted.db.set("d", value);
    counted.gate->wait_for_syncs(counted.before + 1);
    for (const char* key : {"e", "f", "g"})
        counted.db.set(key, value);
    CHECK(counted.syncs() == 1);

    counted.db.close();
    CHECK(counted.syncs() == 2);
}

TEST_CASE("bytes that wait while a sync is under way are synced by the next one") {
    Counted counted(
        {.durability = Durability::interval, .sync_interval = never, .sync_bytes = 64 << 10});
    const std::string value(70'000, 'v');
    counted.gate->shut();
    counted.db.set("a", value);
    counted.gate->wait_for_syncs(counted.before + 1);

    counted.db.set("b", value);
    counted.gate->open();
    counted.gate->wait_for_syncs(counted.before + 2);

    counted.db.close();
    CHECK(counted.syncs() == 2);
}

TEST_CASE("an interval without end is no overflow, one below zero is none") {
    Counted endless({.durability = Durability::interval, .sync_interval = never});
    endless.commit("a");
    endless.commit("b");
    endless.db.close();
    CHECK(endless.syncs() == 1);

    Counted at_once(
        {.durability = Durability::interval, .sync_interval = std::chrono::milliseconds::min()});
    at_once.commit("a");
    at_once.gate->wait_for_syncs(at_once.before + 1);
    at_once.commit("b");
    at_once.gate->wait_for_syncs(at_once.before + 2);
    CHECK(at_once.db.size() == 3);
}

TEST_CASE("sync() makes all commits durable by one sync, and by none when they are") {
    Counted counted({.durability = Durability::none});
    for (const char* key : {"a", "b", "c"})
        counted.commit(key);
    CHECK(counted.syncs() == 0);

    counted.db.sync();
    CHECK(counted.syncs() == 1);

    counted.db.sync();
    counted.db.close();
    CHECK(counted.syncs() == 1);
}

TEST_CASE("each transaction may choose another durability than its database") {
    Counted counted({.durability = Durability::none});

    counted.commit("a");
    counted.commit("b", Durability::sync);
    CHECK(counted.syncs() == 1);
    counted.commit("c", Durability::sync_twice);
    CHECK(counted.syncs() == 3);
    counted.commit("d", Durability::none);
    CHECK(counted.syncs() == 3);
    counted.db.close();
    CHECK(counted.syncs() == 3);
}

TEST_CASE("the sync of an interval that fails is not repeated, and the next commit tells of it") {
    Store store;
    Database db = store.open({.durability = Durability::interval, .sync_interval = never});
    db.set("a", "1");
    store.faults->fail({.kinds = {CallKind::sync}, .system_errno = EIO});

    CHECK(errc_of([&] { db.sync(); }) == Errc::io);
    const std::uint64_t syncs = store.faults->count(CallKind::sync);

    const auto error = error_of([&] { db.set("b", "2"); });
    REQUIRE(error);
    CHECK(error->system_reason() == EIO);
    CHECK(errc_of([&] { db.close(); }) == Errc::io);
    CHECK(store.faults->count(CallKind::sync) == syncs);
    CHECK(errc_of([&] { db.get("a"); }) == Errc::closed);
}

}  // namespace dbdb::test
