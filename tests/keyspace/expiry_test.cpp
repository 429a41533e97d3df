/// Entries that expire: when they are gone, and that they stay so.
#include <limits>

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"
#include "dbdb/range.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_clock.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

namespace {

using namespace std::chrono_literals;

Database in_memory(const TestClock& clock) { return Database::in_memory({.clock = clock}); }

std::vector<std::string> keys_of(const Range& range) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : range)
        keys.emplace_back(key);
    return keys;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("an entry is gone from its deadline on, on every way that reads it") {
    const TestClock clock;
    Database db = in_memory(clock);
    db.set("a", "1");
    db.set("b", "2", {.ttl = 30min});
    db.set("c", "3");
    const Snapshot before = db.snapshot();
    std::optional<std::string_view> values[2];
    const std::string_view both[2] = {"a", "b"};

    clock.advance(30min - 1ms);
    CHECK(db.get("b") == "2");
    CHECK(db.ttl("b") == 1ms);
    clock.advance(1ms);

    CHECK(db.get("b") == std::nullopt);
    CHECK_FALSE(db.contains("b"));
    CHECK(db.ttl("b") == std::nullopt);
    CHECK(db.metadata("b") == std::nullopt);
    CHECK_FALSE(db.snapshot().get_with_metadata("b").has_value());
    CHECK(errc_of([&] { static_cast<void>(db.snapshot().at("b")); }) == Errc::not_found);
    db.snapshot().get_many(both, values);
    CHECK((values[0] == "1" && !values[1]));
    CHECK(keys_of(db.snapshot().range()) == Keys{"a", "c"});
    CHECK(keys_of(db.snapshot().range().reverse()) == Keys{"c", "a"});
    CHECK(keys_of(db.snapshot().range("b", "c")).empty());
    CHECK(keys_of(db.snapshot().prefix("b").reverse()).empty());
    CHECK(db.snapshot().nth(1) == std::nullopt);
    CHECK(before.get("b") == std::nullopt);
    Transaction transaction = db.begin();
    CHECK(transaction.get("b") == std::nullopt);
    CHECK(keys_of(transaction.range()) == Keys{"a", "c"});
    CHECK_FALSE(transaction.expire("b", 1s));
    CHECK_FALSE(transaction.persist("b"));
    CHECK_FALSE(transaction.erase("b"));
    CHECK(transaction.size() == 2);
}

TEST_CASE("an expiry is set, changed, taken away and read without the value being written again") {
    const TestClock clock;
    Database db = in_memory(clock);
    const std::string large(100'000, 'v');
    db.set("k", large, {.ttl = 1s, .tags = {"t"}, .content_type = "text/plain"});
    const Metadata first = *db.metadata("k");
    CHECK(first.expires_at == clock.now() + 1s);
    CHECK(first.value_bytes == 100'000);

    CHECK(db.expire("k", 5s));
    CHECK(db.ttl("k") == 5s);
    CHECK(db.expire_at("k", clock.now() + 7s));
    CHECK(db.ttl("k") == 7s);
    CHECK(db.snapshot().info().appended_bytes < 2'000);
    CHECK(db.persist("k"));
    CHECK(db.ttl("k") == std::nullopt);
    clock.advance(10s);
    CHECK(db.get("k") == large);
    CHECK(db.metadata("k")->tags == Keys{"t"});
    CHECK(db.metadata("k")->content_type == "text/plain");
    CHECK_FALSE(db.expire("missing", 1s));

    db.set("small", "v", {.ttl = 1s});
    CHECK(db.persist("small"));
    CHECK(db.metadata("small")->stored_bytes == 8);
    CHECK(db.verify().ok());
}

TEST_CASE("a plain set makes an entry that stays, a set with an expiry replaces the old one") {
    const TestClock clock;
    Database db = in_memory(clock);
    db.set("k", "1", {.ttl = 1s});
    db.set("k", "2", {.ttl = 3s});
    clock.advance(2s);
    CHECK(db.get("k") == "2");
    db.set("k", "3");
    clock.advance(1h);
    CHECK(db.get("k") == "3");
    CHECK(db.sweep() == 0);
}

TEST_CASE("an expiry that makes no sense is refused and changes nothing") {
    const TestClock clock;
    Database db = in_memory(clock);
    db.set("k", "1");
    const auto refused = [&](const EntryOptions& options) {
        return errc_of([&] { db.set("k", "2", options); });
    };
    CHECK(refused({.ttl = 0ms}) == Errc::invalid);
    CHECK(refused({.ttl = -1ms}) == Errc::invalid);
    CHECK(refused({.ttl = std::chrono::milliseconds::max()}) == Errc::invalid);
    CHECK(refused({.expires_at = clock.now()}) == Errc::invalid);
    CHECK(refused({.expires_at = clock.now() - 1ms}) == Errc::invalid);
    CHECK(refused({.ttl = 1s, .expires_at = clock.now() + 1s}) == Errc::invalid);
    CHECK(errc_of([&] { db.expire("k", 0ms); }) == Errc::invalid);
    CHECK(errc_of([&] { db.expire_at("k", clock.now()); }) == Errc::invalid);
    const std::string long_key(65'528, 'k');
    CHECK(errc_of([&] { db.set(long_key, "", {.ttl = 1s}); }) == Errc::too_large);
    CHECK(errc_of([&] { db.set(long_key.substr(1), "", {.ttl = 1s}); }) == std::nullopt);
    CHECK(db.get("k") == "1");
    db.set("far", "", {.expires_at = Expiry::max()});
    CHECK(db.contains("far"));
}

TEST_CASE("each commit removes up to 16 expired entries of the keyspaces that it changes") {
    const TestClock clock;
    Database db = in_memory(clock);
    db.update([](Transaction& change) {
        for (unsigned index = 0; index < 40; ++index) {
            change.set(numbered_key(index), "v", {.ttl = 1s});
            change.keyspace("other").set(numbered_key(index), "v", {.ttl = 1s});
        }
    });
    clock.advance(1s);
    db.set("x", "");
    CHECK(db.size() == 25);
    db.set("x", "");
    db.set("x", "");
    CHECK(db.size() == 1);
    CHECK(db.snapshot().keyspace("other").size() == 40);
    CHECK(db.sweep() == 40);
    CHECK(db.sweep() == 0);
    CHECK(db.snapshot().keyspace("other").size() == 0);
    CHECK(db.verify().ok());
}

TEST_CASE("a sweep tells which entries it has removed, once their commit is there") {
    const TestClock clock;
    Database db = Database::in_memory({.clock = clock});
    db.set("later", "1", {.ttl = 2s});
    db.set("first", "1", {.ttl = 1s});
    db.set("stays", "1");
    db.keyspace("k").set("other", "1", {.ttl = 1s});
    const CommitId before = db.keyspace("k").set("kept", "1", {.ttl = 1h});
    clock.advance(2s);

    std::vector<std::string> told;
    const std::uint64_t count = db.sweep([&](const SweptEntry& entry) {
        told.push_back(entry.keyspace + "/" + entry.key);
        CHECK(db.snapshot().commit_id() > before);
    });

    CHECK(count == 3);
    CHECK(told == std::vector<std::string>{"/first", "/later", "k/other"});
    CHECK(db.sweep([&](const SweptEntry&) { told.clear(); }) == 0);
    CHECK(told.size() == 3);
}

TEST_CASE("sweeping a hundred expired entries among many costs what a hundred lookups do") {
    constexpr std::uint64_t count = 100'000;
    const TestClock clock;
    Database db = Database::in_memory({.durability = Durability::none, .clock = clock});
    db.update([](Transaction& change) {
        auto writer = change.sorted_writer();
        for (std::uint64_t index = 0; index < count; ++index) {
            const bool expires_soon = index % 1'000 == 0;
            writer.set(numbered_key(index), "value", {.ttl = expires_soon ? 1s : 1h});
        }
        writer.finish();
    });
    clock.advance(1s);
    CHECK(db.sweep() == 100);
    CHECK(db.size() == count - 100);
    // Each entry is alone in its leaf's part of the tree; their deadlines stand together.
    CHECK(db.snapshot().info().appended_bytes < 100 * 5'000);
    CHECK(db.snapshot().info().appended_bytes * 10 < db.statistics().live_bytes);
    CHECK(db.verify().ok());
}

TEST_CASE("a clock that jumps back brings nothing back that was removed") {
    const TestClock clock;
    Database db = in_memory(clock);
    db.set("k", "old");
    db.set("k", "new", {.ttl = 1s});
    clock.advance(1s);
    CHECK(db.sweep() == 1);
    clock.advance(-1h);
    CHECK(db.get("k") == std::nullopt);
    CHECK(db.sweep() == 0);
}

TEST_CASE("an expired entry never comes back as an older one, reopened, compacted or restored") {
    const TemporaryDirectory directory;
    const TestClock clock;
    const Options options{.clock = clock};
    const auto path = directory / "db";
    {
        Database db = Database::open(path, options);
        db.set("k", "old");
        db.set("k", "new", {.ttl = 1s});
        clock.advance(1s);
        db.backup(directory / "copy");
    }
    {
        Database db = Database::open(path, options);
        CHECK(db.get("k") == std::nullopt);
        db.compact();
        CHECK(db.get("k") == std::nullopt);
        CHECK(db.size() == 0);
        clock.advance(-1h);
        CHECK(db.get("k") == std::nullopt);
        clock.advance(1h);
        db.set("later", "", {.ttl = 1s});
        clock.advance(1s);
        CHECK(db.get("later") == std::nullopt);
    }
    Database copy = Database::open(directory / "copy", options);
    CHECK(copy.get("k") == std::nullopt);
    CHECK(copy.verify().ok());
}

TEST_CASE("a copied entry that has expired is gone, and so is the one that it replaces") {
    const TestClock clock;
    Database db = in_memory(clock);
    db.set("k", "old");
    db.update([&](Transaction& change) {
        auto writer = change.sorted_writer();
        writer.set("k", "copy", {.expires_at = clock.now()});
        writer.set("l", "copy", {.expires_at = clock.now() + 1ms});
        writer.finish();
    });
    CHECK(keys_of(db.snapshot().range()) == Keys{"l"});
    CHECK(db.sweep() == 0);  // The commit itself has removed it.
    CHECK(db.size() == 1);
    CHECK(db.verify().ok());
}

TEST_CASE("the thread that sweeps removes what has expired, and ends with its database") {
    const TestClock clock;
    Database db = Database::in_memory({.sweep_interval = 1ms, .clock = clock});
    db.set("k", "v", {.ttl = 1s});
    clock.advance(1s);
    while (db.size() > 0)
        std::this_thread::yield();
    CHECK(db.snapshot().commit_id() == 2);
    db.close();
}

TEST_CASE("expiries follow their entries through ranges, clones, savepoints and reverts") {
    const TestClock clock;
    Database db = in_memory(clock);
    db.update([](Transaction& change) {
        for (unsigned index = 0; index < 100; ++index)
            change.set(numbered_key(index), "v", {.ttl = index % 2 == 0 ? 1s : 1h});
        change.keyspace("target").set(numbered_key(50), "kept", {.ttl = 5s});
        change.keyspace("target").set(numbered_key(10), "replaced", {.ttl = 5s});
    });
    db.update([](Transaction& change) {
        change.create_keyspace("clone");
        change.drop_keyspace("clone");
        change.copy_range("", "target", numbered_key(0), numbered_key(40));
        change.move_range("target", "moved", numbered_key(0), numbered_key(20));
        const Savepoint savepoint = change.savepoint();
        change.clear();
        change.rollback_to(savepoint);
        change.erase_range(numbered_key(90), numbered_key(100));
        change.erase_range(numbered_key(2), numbered_key(4));
    });
    db.update([](Transaction& change) { change.clone_keyspace("target", "clone"); });
    CHECK(db.verify().ok());
    clock.advance(1s);
    CHECK(db.sweep() == 44 + 10 + 10 + 10);
    CHECK(db.size() == 44);
    CHECK(db.snapshot().keyspace("moved").size() == 10);
    CHECK(db.snapshot().keyspace("target").size() == 11);
    CHECK(db.snapshot().keyspace("clone").size() == 11);
    db.revert(1);
    CHECK(db.sweep() == 50 - 16);  // The commit that reverted has removed the others.
    CHECK(db.size() == 50);
    CHECK(db.verify().ok());
}

}  // namespace dbdb::test
