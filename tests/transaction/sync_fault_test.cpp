#include <algorithm>
#include <thread>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "format/superblock.hpp"
#include "gate_file.hpp"
#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

const Fault failing_sync{.kinds = {CallKind::sync}, .system_errno = EIO};

/// The fixed pages, as far as recovery goes by them.
Bytes slots_of(const Store& store) {
    Bytes bytes = bytes_of(*store.memory);
    bytes.resize(format::records_begin);
    std::fill_n(bytes.begin() + format::kept_end_offset, sizeof(std::uint64_t), std::byte{});
    return bytes;
}

/// Of the slots that are written in turn.
std::vector<format::SlotState> slot_states_of(const Store& store) {
    std::vector<format::SlotState> states;
    const Bytes bytes = slots_of(store);
    for (unsigned index = 0; index < format::slot_count; ++index)
        states.push_back(
            format::decode_slot(std::span(bytes).subspan(format::slot_offset(index))).state);
    return states;
}

/// A database of two durable commits.
Database with_two_commits(const Store& store) {
    Database db = store.open();
    db.set("a", "1");
    db.set("b", "2");
    return db;
}

void commit(Database& db, std::string_view key, Durability durability) {
    db.update([&](Transaction& change) { change.set(key, "value"); }, {.durability = durability});
}

}  // namespace

TEST_CASE("rule 8: after a failed sync commits are refused, and the error says why") {
    Store store;
    Database db = with_two_commits(store);
    store.faults->fail(failing_sync);

    const auto first = error_of([&] { db.set("c", "3"); });
    const auto second = error_of([&] { db.set("d", "4"); });

    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->system_reason() == EIO);
    CHECK(second->errc() == Errc::io);
    CHECK(std::string(second->what()).find("open the database anew") != std::string::npos);
    CHECK(errc_of([&] { db.begin(); }) == Errc::io);
    CHECK(errc_of([&] { db.try_begin(std::chrono::milliseconds(0)); }) == Errc::io);
    CHECK(errc_of([&] { db.sync(); }) == Errc::io);
}

TEST_CASE("rule 8: after a failed sync readers go on with the last durable commit") {
    Store store;
    Database db = with_two_commits(store);
    const Snapshot before = db.snapshot();
    store.faults->fail(failing_sync);

    CHECK(errc_of([&] { db.set("c", "3"); }) == Errc::io);

    CHECK(before.get("b") == "2");
    CHECK(db.snapshot().commit_id() == 2);
    CHECK_FALSE(db.contains("c"));
    CHECK(db.verify().ok());
}

TEST_CASE("rule 10: after a failed sync the slot that was written names nothing") {
    for (const unsigned before : {0U, 2U}) {
        CAPTURE(before);
        Store store;
        Database db = store.open();
        for (unsigned count = 0; count < before; ++count)
            db.set("key", "value");
        store.faults->fail(failing_sync);

        CHECK(errc_of([&] { db.set("c", "3"); }) == Errc::io);

        const auto slots = slot_states_of(store);
        CHECK(std::ranges::count(slots, format::SlotState::damaged) == 1);
        CHECK(std::ranges::count(slots, format::SlotState::valid) == 1);
        const Database again = Database::open(store.memory, {.read_only = true});
        CHECK(again.snapshot().commit_id() == before);
        CHECK_FALSE(again.recovery().fell_back);
    }
}

TEST_CASE("rule 10: a failed first sync of sync_twice leaves the slots as they were") {
    Store store;
    Database db = with_two_commits(store);
    const Bytes before = slots_of(store);
    store.faults->fail(failing_sync);

    CHECK(errc_of([&] { commit(db, "c", Durability::sync_twice); }) == Errc::io);

    CHECK(slots_of(store) == before);
}

TEST_CASE("after a failed sync the next writer first names on disk what it goes on from") {
    Store store;
    Database db = with_two_commits(store);
    store.faults->fail(failing_sync);
    CHECK(errc_of([&] { db.set("c", "3"); }) == Errc::io);
    Database again = store.open();
    store.recorded->clear();

    again.begin().rollback();

    const auto calls = store.recorded->calls();
    REQUIRE(calls.size() == 3);
    CHECK(calls[0].offset == format::slot_offset(1));
    CHECK(calls[1].kind == CallKind::sync);
    CHECK(slot_states_of(store) == std::vector(format::slot_count, format::SlotState::valid));
}

TEST_CASE("what another process saw of a commit whose sync then fails is not written over") {
    const auto faults = std::make_shared<FaultFile>(file_with({}));
    const auto gate = std::make_shared<GateFile>(faults);
    Database db = Database::open(gate);
    db.set("a", "1");
    const unsigned syncs = gate->sync_count();
    gate->shut();
    std::optional<Errc> outcome;
    std::thread writer([&] { outcome = errc_of([&] { db.set("b", "given up"); }); });
    gate->wait_for_syncs(syncs + 1);
    const Snapshot seen = Database::open(faults, {.read_only = true}).snapshot();
    faults->fail(failing_sync);
    gate->open();
    writer.join();

    Database next = Database::open(faults);
    for (int round = 0; round < 3; ++round)
        next.set("c", std::string(3'000, 'c'));

    CHECK(outcome == Errc::io);
    CHECK(contents_of(seen) == Contents{{"a", "1"}, {"b", "given up"}});
    CHECK(contents_of(next.snapshot()) == Contents{{"a", "1"}, {"c", std::string(3'000, 'c')}});
    CHECK(next.verify().ok());
}

TEST_CASE("a transaction that is open while a sync fails cannot be committed") {
    Store store;
    Database db = with_two_commits(store);
    commit(db, "unsynced", Durability::none);
    store.faults->fail(failing_sync);
    CHECK(errc_of([&] { db.sync(); }) == Errc::io);

    CHECK(errc_of([&] { db.begin(); }) == Errc::io);
    CHECK(db.contains("unsynced"));
}

TEST_CASE("after a failed sync the same file can be opened anew and written") {
    Store store;
    Database old_handle = with_two_commits(store);
    store.faults->fail(failing_sync);
    CHECK(errc_of([&] { old_handle.set("c", "3"); }) == Errc::io);

    Database db = store.open();
    CHECK(db.set("d", "4") == 3);

    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}, {"d", "4"}});
    CHECK(old_handle.get("b") == "2");
}

TEST_CASE("a sync that fails within sync() is as final as that of a commit") {
    Store store;
    Database db = with_two_commits(store);
    commit(db, "unsynced", Durability::none);
    store.faults->fail(failing_sync);

    CHECK(errc_of([&] { db.sync(); }) == Errc::io);
    CHECK(errc_of([&] { commit(db, "later", Durability::none); }) == Errc::io);
}

}  // namespace dbdb::test
