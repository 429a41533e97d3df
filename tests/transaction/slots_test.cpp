#include "transaction/slots.hpp"

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

/// Follows the calls on a file and knows which slot must not be touched: the one that was written
/// last before the sync by which a commit was noted as durable.
class SlotWatch {
public:
    /// How many writes went to the slot of the newest durable commit.
    unsigned violations = 0;

    void follow(const std::vector<RecordedCall>& calls) {
        for (const RecordedCall& call : calls) {
            if (call.kind == CallKind::sync) synced_ = newest_;
            if (call.kind == CallKind::write) follow_write(call);
            const bool is_write = call.kind == CallKind::write;
            if (is_write && call.offset == format::durable_note_offset) durable_ = synced_;
        }
    }

private:
    void follow_write(const RecordedCall& call) {
        const std::uint64_t end = call.offset + call.bytes.size();
        for (unsigned index = 0; index < format::slot_count; ++index) {
            const std::uint64_t slot = format::slot_offset(index);
            if (call.offset >= slot + format::superblock_bytes || end <= slot) continue;
            if (durable_ == index) ++violations;
            newest_ = index;
        }
    }

    std::optional<unsigned> newest_;
    std::optional<unsigned> synced_;
    std::optional<unsigned> durable_;
};

constexpr Durability durabilities[] = {Durability::sync, Durability::sync_twice, Durability::none};

}  // namespace

TEST_CASE("rule 1: the slot of the newest durable commit is never written") {
    Store store;
    Random random(1);
    Database db = store.open();
    db.set("first", "commit");
    store.recorded->clear();
    db.set("second", "commit");

    for (int index = 0; index < 1'000; ++index) {
        const Durability durability = durabilities[random.below(3)];
        db.update([&](Transaction& change) { change.set("key", std::to_string(index)); },
                  {.durability = durability});
        if (random.below(20) == 0) db.sync();
    }

    SlotWatch watch;
    watch.follow(store.recorded->calls());
    CHECK(watch.violations == 0);
}

TEST_CASE("sync() makes unsynced commits durable with one sync, and then has nothing to do") {
    Store store;
    Database db = store.open({.durability = Durability::none});
    for (int index = 0; index < 5; ++index)
        db.set("key", std::to_string(index));
    store.recorded->clear();

    db.sync();
    const std::uint64_t syncs = store.faults->count(CallKind::sync);
    db.sync();

    CHECK(store.faults->count(CallKind::sync) == syncs);
    const auto calls = store.recorded->calls();
    REQUIRE(calls.size() == 3);
    CHECK(calls[1].kind == CallKind::sync);
    CHECK(calls[2].offset == format::durable_note_offset);
}

}  // namespace dbdb::test
