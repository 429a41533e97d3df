#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "format/layout.hpp"
#include "format/superblock.hpp"
#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

constexpr int unsynced_commits = 4;

/// One durable commit, then several that were never synced, and where the records of each end.
struct Chain {
    Bytes bytes;
    std::vector<std::uint64_t> tails;  ///< After commit 1, 2 ...
};

std::string key_of(std::size_t commit) { return "key" + std::to_string(commit); }

Chain make_chain() {
    Store store;
    Database db = store.open();
    Chain chain;
    db.set(key_of(1), "value");
    chain.tails.push_back(db.statistics().used_bytes);
    for (std::size_t commit = 2; commit < 2 + unsynced_commits; ++commit) {
        db.update([&](Transaction& change) { change.set(key_of(commit), "value"); },
                  {.durability = Durability::none});
        chain.tails.push_back(db.statistics().used_bytes);
    }
    chain.bytes = bytes_of(*store.memory);
    return chain;
}

Contents contents_after(std::size_t commits) {
    Contents contents;
    for (std::size_t commit = 1; commit <= commits; ++commit)
        contents[key_of(commit)] = "value";
    return contents;
}

}  // namespace

TEST_CASE("of unsynced commits the newest whole beginning of their chain is opened") {
    const Chain chain = make_chain();
    for (std::size_t damaged = 2; damaged < 2 + unsynced_commits; ++damaged) {
        for (std::uint64_t byte = chain.tails[damaged - 2]; byte < chain.tails[damaged - 1];
             byte += 5) {
            CAPTURE(damaged);
            CAPTURE(byte);
            const auto file = file_with(chain.bytes);
            damage(*file, byte);

            const Database db = Database::open(file);

            // Without its record the commits before it cannot be found, but for the durable one.
            const Contents found = contents_of(db.snapshot());
            CHECK((found == contents_after(damaged - 1) || found == contents_after(1)));
            CHECK(db.recovery().fell_back);
            CHECK(db.recovery().newest_named == 1 + unsynced_commits);
        }
    }
}

TEST_CASE("damaged nodes of an unsynced commit leave all commits before it") {
    const Chain chain = make_chain();
    for (std::size_t damaged = 2; damaged < 2 + unsynced_commits; ++damaged) {
        CAPTURE(damaged);
        const auto file = file_with(chain.bytes);
        damage(*file, chain.tails[damaged - 2] + 20);

        Database db = Database::open(file);
        CHECK(contents_of(db.snapshot()) == contents_after(damaged - 1));
        CHECK(db.set(key_of(damaged), "value") == damaged);

        const Database again = Database::open(file);
        CHECK(contents_of(again.snapshot()) == contents_after(damaged));
        CHECK_FALSE(again.recovery().fell_back);
        CHECK(again.verify().ok());
    }
}

TEST_CASE("an unsynced commit of a chain that was given up does not count") {
    Store lost;
    Store kept;
    Database first = kept.open();
    first.set("a", "1");
    lost.memory->write_at(0, bytes_of(*kept.memory));
    Database other = lost.open();
    for (const char* key : {"b", "c"})
        other.update([&](Transaction& change) { change.set(key, "2"); },
                     {.durability = Durability::none});
    first.set("d", "2");
    const std::uint64_t tail = first.statistics().used_bytes;
    Bytes bytes = bytes_of(*kept.memory);
    const Bytes given_up = bytes_of(*lost.memory);
    const auto slot = static_cast<std::ptrdiff_t>(format::slot_offset(format::unsynced_slot));
    std::copy_n(given_up.begin() + slot, format::superblock_bytes, bytes.begin() + slot);
    const auto end = static_cast<std::ptrdiff_t>(tail);
    std::copy(given_up.begin() + end, given_up.end(), bytes.begin() + end);

    const Database db = Database::open(file_with(bytes));

    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"d", "2"}});
    CHECK(db.recovery().fell_back);
    CHECK(db.recovery().newest_named == 3);
}

TEST_CASE("rule 9: what may be in the cache only is written again before it is built on") {
    const Chain chain = make_chain();
    const auto recorded = std::make_shared<RecordingFile>(file_with(chain.bytes));
    Database db = Database::open(recorded);
    recorded->clear();

    Transaction change = db.begin();

    const auto calls = recorded->calls();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].offset <= chain.tails[0]);
    CHECK(calls[0].offset + calls[0].bytes.size() == chain.tails.back());
    change.rollback();
    CHECK(bytes_of(*recorded) == chain.bytes);
}

TEST_CASE("rule 9: a commit that may have been promised is written again, named and synced") {
    for (const bool is_noted : {false, true}) {
        Store store;
        store.open().set("a", "1");
        if (!is_noted) damage(*store.memory, format::durable_note_offset + 20);
        Database db = store.open();
        store.recorded->clear();

        db.begin().rollback();

        std::string kinds;
        for (const RecordedCall& call : store.recorded->calls())
            kinds += std::string(name_of(call.kind)) + " ";
        CHECK(kinds == (is_noted ? "" : "write write sync write "));
        store.recorded->clear();
        db.begin().rollback();
        CHECK(store.trace().empty());
    }
}

TEST_CASE("rule 9: it is written again once, and not at all after a durable commit") {
    const Chain chain = make_chain();
    const auto recorded = std::make_shared<RecordingFile>(file_with(chain.bytes));
    Database db = Database::open(recorded);
    db.set("a", "1");
    recorded->clear();
    db.begin().rollback();
    CHECK(recorded->calls().empty());
    db.close();

    Database again = Database::open(recorded);
    recorded->clear();
    again.begin().rollback();
    CHECK(recorded->calls().empty());
}

TEST_CASE("rule 9: a failure to write again what was found is told and can be repeated") {
    const Chain chain = make_chain();
    const auto faults = std::make_shared<FaultFile>(file_with(chain.bytes));
    Database db = Database::open(faults);
    faults->fail({.kinds = {CallKind::write}});

    CHECK(errc_of([&] { db.set("a", "1"); }) == Errc::io);
    CHECK(db.size() == chain.tails.size());
    CHECK(db.set("a", "1") == chain.tails.size() + 1);
}

TEST_CASE("rule 9: readers write nothing to a file that is not noted as durable") {
    const Chain chain = make_chain();
    const auto recorded = std::make_shared<RecordingFile>(file_with(chain.bytes));

    const Database db = Database::open(recorded, {.read_only = true});

    CHECK(contents_of(db.snapshot()) == contents_after(chain.tails.size()));
    CHECK(trace(recorded->calls()).find("write") == std::string::npos);
}

}  // namespace dbdb::test
