#include <algorithm>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "format/layout.hpp"
#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

std::string write_line(std::uint64_t offset, std::uint64_t bytes) {
    return "write " + std::to_string(offset) + " " + std::to_string(bytes) + "\n";
}

/// The two slots take turns; the first commit goes to the second one.
std::string slot_line(CommitId commit) {
    return write_line(format::slot_offset(static_cast<unsigned>(commit % 2)), 88);
}

const std::string note_line = write_line(format::durable_note_offset, 40);

/// Makes commit 1, by which space is prepared, and starts the record anew.
Database prepared(Store& store, const Options& options = {}) {
    Database db = store.open(options);
    db.set("first", "commit");
    store.recorded->clear();
    return db;
}

struct Traced {
    std::string calls;
    std::string records_line;  ///< The write that the commit's records are expected to be.
};

Traced trace_of_set(Store& store, Database& db, Durability durability) {
    const std::uint64_t tail = db.statistics().used_bytes;
    db.update([](Transaction& change) { change.set("key", "value"); }, {.durability = durability});
    return {store.trace(), write_line(tail, db.statistics().used_bytes - tail)};
}

}  // namespace

TEST_CASE("rule 1: a durable commit is one write, one slot, one sync and one note") {
    Store store;
    Database db = prepared(store);

    const Traced traced = trace_of_set(store, db, Durability::sync);

    CHECK(traced.calls == traced.records_line + slot_line(2) + "sync\n" + note_line);
}

TEST_CASE("rule 1: sync_twice syncs before the slot is switched and after it") {
    Store store;
    Database db = prepared(store);

    const Traced traced = trace_of_set(store, db, Durability::sync_twice);

    CHECK(traced.calls == traced.records_line + "sync\n" + slot_line(2) + "sync\n" + note_line);
}

TEST_CASE("a commit that need not be durable is one write, and named in a slot of its own") {
    Store store;
    Database db = prepared(store);

    const Traced traced = trace_of_set(store, db, Durability::none);

    const std::string slot = write_line(format::slot_offset(format::unsynced_slot), 88);
    CHECK(traced.calls == traced.records_line + slot);
}

TEST_CASE("a large commit is written in pieces that end at multiples of 2 MiB") {
    constexpr std::uint64_t piece_bytes = std::uint64_t{2} << 20;
    Store store;
    Database db = prepared(store);
    const std::uint64_t tail = db.statistics().used_bytes;
    Transaction change = db.begin();
    for (int index = 0; index < 9'000; ++index)
        change.set(std::to_string(index), std::string(1'000, 'v'));
    change.commit();

    std::uint64_t end = tail;
    std::size_t pieces = 0;
    for (const RecordedCall& call : store.recorded->calls()) {
        if (call.kind != CallKind::write || call.offset < tail) continue;
        CHECK(call.offset == end);
        end += call.bytes.size();
        if (end % piece_bytes == 0) ++pieces;
    }
    CHECK(end == db.statistics().used_bytes);
    CHECK(pieces == end / piece_bytes - tail / piece_bytes);
}

TEST_CASE("a transaction that changes nothing writes nothing and keeps the id") {
    Store store;
    Database db = prepared(store);

    CHECK(db.begin().commit() == 1);
    CHECK_FALSE(db.erase("absent"));
    CHECK(db.update([](Transaction& change) { change.erase_prefix("none"); }) == 1);
    db.begin().rollback();

    CHECK(store.trace().empty());
}

TEST_CASE("a message alone makes a commit") {
    Database db = database_with({{"a", "1"}});

    CHECK(db.begin().commit("only words") == 2);
    CHECK(db.history().begin()->message == "only words");
}

TEST_CASE("commits are numbered 1, 2, 3 and keep time and message") {
    Database db = Database::in_memory();
    for (const char* message : {"one", "", "three"}) {
        db.update([&](Transaction& change) { change.set("key", message); }, {.message = message});
    }

    std::vector<CommitInfo> history;
    for (const CommitInfo& commit : db.history())
        history.push_back(commit);

    REQUIRE(history.size() == 3);
    for (std::size_t index = 0; index < 3; ++index)
        CHECK(history[index].id == 3 - index);
    CHECK(history[0].message == "three");
    CHECK(history[1].message.empty());
    CHECK(history[0].time >= history[1].time);
    CHECK(history[2].time.time_since_epoch().count() > 0);
    CHECK(history[0].entries == 1);
}

TEST_CASE("a single set in a database of 100,000 entries appends at most 3,200 bytes") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    Transaction::SortedWriter writer = change.sorted_writer();
    for (int index = 100'000; index < 200'000; ++index)
        writer.set("key" + std::to_string(index), std::string(100, 'v'));
    writer.finish();
    change.commit();

    std::uint64_t appended_bytes_max = 0;
    for (int index = 100'000; index < 200'000; index += 997) {
        db.set("key" + std::to_string(index), std::string(100, 'w'));
        appended_bytes_max = std::max(appended_bytes_max, db.snapshot().info().appended_bytes);
    }

    CHECK(appended_bytes_max <= 3'200);
    CHECK(db.verify().ok());
}

TEST_CASE("the file grows in prepared steps, not with each commit") {
    Durability durability = Durability::sync;
    SUBCASE("that waits for the disk") {}
    SUBCASE("that does not wait") { durability = Durability::none; }
    Store store;
    Database db = prepared(store, {.durability = durability});
    std::uint64_t growths = 0;
    std::uint64_t file_bytes = store.memory->size();

    for (int index = 0; index < 1'000; ++index) {
        db.set("key" + std::to_string(index), "value");
        if (store.memory->size() == file_bytes) continue;
        ++growths;
        file_bytes = store.memory->size();
    }

    CHECK(growths > 0);
    CHECK(growths < 60);
}

}  // namespace dbdb::test
