#include "database/recovery.hpp"

#include <array>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "format/durable_note.hpp"
#include "format/layout.hpp"
#include "format/superblock.hpp"
#include "support/database_fixture.hpp"
#include "support/fault_file.hpp"

namespace dbdb::test {
namespace {

/// Two durable commits, of "a" and "b", and the bytes of the file after each.
struct TwoCommits {
    Bytes first;
    Bytes second;
    std::uint64_t second_begin = 0;  ///< Where the records of the second commit begin.
    std::uint64_t second_end = 0;
};

TwoCommits two_commits() {
    Store store;
    Database db = store.open();
    TwoCommits made;
    db.set("a", "1");
    made.first = bytes_of(*store.memory);
    made.second_begin = db.statistics().used_bytes;
    db.set("b", "2");
    made.second = bytes_of(*store.memory);
    made.second_end = db.statistics().used_bytes;
    return made;
}

/// The second commit lies in the first slot, the first one in the second.
constexpr std::uint64_t second_slot_offset = format::slot_offset(0);
constexpr std::uint64_t first_slot_offset = format::slot_offset(1);

/// Puts the note back to what it was after the first commit.
Bytes without_note_of_second(const TwoCommits& made) {
    Bytes bytes = made.second;
    const auto begin = static_cast<std::ptrdiff_t>(format::durable_note_offset);
    std::copy_n(made.first.begin() + begin, format::durable_note_bytes, bytes.begin() + begin);
    return bytes;
}

Bytes without_any_note(Bytes bytes) {
    const auto note = bytes.begin() + static_cast<std::ptrdiff_t>(format::durable_note_offset);
    std::fill_n(note, format::durable_note_bytes, std::byte{0});
    return bytes;
}

}  // namespace

TEST_CASE("a file that was closed opens at its newest commit, with nothing to report") {
    const Database db = Database::open(file_with(two_commits().second));

    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}});
    CHECK(db.recovery().commit == 2);
    CHECK(db.recovery().newest_named == 2);
    CHECK_FALSE(db.recovery().fell_back);
    CHECK(db.recovery().reason.empty());
}

TEST_CASE("rule 2: a torn slot that was never acknowledged is ignored") {
    const TwoCommits made = two_commits();
    for (std::uint64_t byte = 0; byte < 88; ++byte) {
        CAPTURE(byte);
        const auto file = file_with(without_note_of_second(made));
        damage(*file, second_slot_offset + byte);

        const Database db = Database::open(file);

        CHECK(db.snapshot().commit_id() == 1);
        CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}});
    }
}

TEST_CASE("rule 24: a damaged slot of a commit that was noted as durable is corruption") {
    for (std::uint64_t byte = 0; byte < 88; ++byte) {
        CAPTURE(byte);
        const auto file = file_with(two_commits().second);
        damage(*file, second_slot_offset + byte);
        const Bytes before = bytes_of(*file);

        CHECK(errc_of([&] { Database::open(file); }) == Errc::corrupt);

        CHECK(bytes_of(*file) == before);
    }
}

TEST_CASE("damage to the older slot changes nothing") {
    const auto file = file_with(two_commits().second);
    damage(*file, first_slot_offset + 40);

    Database db = Database::open(file);

    CHECK(db.snapshot().commit_id() == 2);
    CHECK(db.set("c", "3") == 3);
    CHECK(Database::open(file).size() == 3);
}

TEST_CASE("rule 4: a newest commit that is not whole is not used, and that is reported") {
    const TwoCommits made = two_commits();
    for (std::uint64_t byte = made.second_begin; byte < made.second_end; ++byte) {
        CAPTURE(byte);
        const auto file = file_with(without_note_of_second(made));
        damage(*file, byte);

        const Database db = Database::open(file);

        CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}});
        CHECK(db.recovery().fell_back);
        CHECK(db.recovery().commit == 1);
        CHECK(db.recovery().newest_named == 2);
        CHECK(db.recovery().reason.find("commit 2") != std::string::npos);
    }
}

TEST_CASE("rule 4: what was fallen back from is not trusted by who looks again without news") {
    const TwoCommits made = two_commits();
    const auto file = file_with(without_note_of_second(made));
    damage(*file, made.second_begin + 4);
    const std::array<std::byte, 8> mark{std::byte{1}};  // As a compaction that died leaves it.
    file->write_at(format::moving_mark_offset, mark);

    Database db = Database::open(file);

    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}});
    CHECK(db.set("c", "3") == 2);
    CHECK(contents_of(Database::open(file).snapshot()) == Contents{{"a", "1"}, {"c", "3"}});
    CHECK(Database::open(file).verify().ok());
}

TEST_CASE("rule 4: what was fallen back from is not trusted when another slot was written") {
    const TwoCommits made = two_commits();
    const auto file = file_with(without_note_of_second(made));
    damage(*file, made.second_begin + 4);
    file->write_at(format::slot_offset(format::unsynced_slot),
                   std::vector(format::superblock_bytes, std::byte{0x55}));
    const Database reader = Database::open(file);
    const auto failing = std::make_shared<FaultFile>(file);
    Database writer = Database::open(failing);

    // The slot of commits without a sync is cleared, and then the writer dies.
    failing->fail({.kinds = {CallKind::write}, .call = 2, .times = Fault::forever});
    CHECK(errc_of([&] { writer.set("c", "3"); }) == Errc::io);

    CHECK(contents_of(reader.snapshot()) == Contents{{"a", "1"}});
}

TEST_CASE("rule 25: opening looks at the newest commit alone, whatever has become of the others") {
    const TwoCommits made = two_commits();
    for (const Bytes& bytes : {made.second, without_note_of_second(made)}) {
        const auto file = file_with(bytes);
        const std::vector<std::byte> garbage(made.second_begin - format::records_begin);
        file->write_at(format::records_begin, garbage);

        const Database db = Database::open(file);

        CHECK(db.recovery().commit == 2);
        CHECK_FALSE(db.recovery().fell_back);
        CHECK_FALSE(db.verify().ok());
    }
}

TEST_CASE("rule 7: a commit that was fallen back from is written over and never comes back") {
    const TwoCommits made = two_commits();
    const auto file = file_with(without_note_of_second(made));
    damage(*file, made.second_begin + 4);

    Database db = Database::open(file);
    CHECK(db.set("c", "3") == 2);
    db.close();
    const Database again = Database::open(file);

    CHECK(contents_of(again.snapshot()) == Contents{{"a", "1"}, {"c", "3"}});
    CHECK_FALSE(again.recovery().fell_back);
    CHECK(again.verify().ok());
}

TEST_CASE(
    "a slot with a commit that was given up names another on disk before anything is written") {
    const TwoCommits made = two_commits();
    for (const std::uint64_t lost : {made.second_begin + 4, second_slot_offset + 50}) {
        CAPTURE(lost);
        const auto recorded =
            std::make_shared<RecordingFile>(file_with(without_note_of_second(made)));
        damage(*recorded, lost);
        Database db = Database::open(recorded);
        recorded->clear();

        db.begin().rollback();

        const auto calls = recorded->calls();
        REQUIRE(calls.size() == 3);
        CHECK(calls[0].offset == second_slot_offset);
        CHECK(calls[1].kind == CallKind::sync);
        CHECK(calls[2].offset == format::durable_note_offset);
        recorded->clear();
        db.begin().rollback();
        CHECK(recorded->calls().empty());
    }
}

TEST_CASE("rule 1: a slot that may have been promised is written again with what it holds") {
    Store store;
    Database made = store.open();
    made.set("a", "1");
    made.set("b", "2");
    made.update([](Transaction& change) { change.set("c", "3"); },
                {.durability = Durability::none});
    made.close();
    damage(*store.memory, format::durable_note_offset + 20);
    const Bytes before = bytes_of(*store.memory);
    Database db = store.open();
    REQUIRE(db.snapshot().commit_id() == 3);
    store.recorded->clear();

    db.begin().rollback();

    for (const RecordedCall& call : store.recorded->calls()) {
        if (call.kind != CallKind::write || call.offset == format::durable_note_offset) continue;
        const auto place = before.begin() + static_cast<std::ptrdiff_t>(call.offset);
        CHECK(std::equal(call.bytes.begin(), call.bytes.end(), place));
    }
    CHECK(store.faults->count(CallKind::sync) > 0);
    db.set("d", "4");
    CHECK(Database::open(store.memory).size() == 4);
}

TEST_CASE(
    "two slots with the same commit are written again, and synced, before one is written "
    "otherwise") {
    const auto recorded = std::make_shared<RecordingFile>(file_with(two_commits().second));
    damage(*recorded, first_slot_offset + 50);
    Database::open(recorded).begin().rollback();
    Database db = Database::open(recorded);
    const Bytes before = bytes_of(*recorded);
    recorded->clear();

    db.begin().rollback();

    const auto calls = recorded->calls();
    REQUIRE(calls.size() == 4);
    CHECK(calls[0].offset == first_slot_offset);
    CHECK(calls[1].offset == second_slot_offset);
    CHECK(calls[2].kind == CallKind::sync);
    CHECK(bytes_of(*recorded) == before);
    CHECK(db.set("c", "3") == 3);
}

TEST_CASE("a torn slot of commits without a sync is cleared, and that is synced first") {
    const auto recorded = std::make_shared<RecordingFile>(file_with(two_commits().second));
    damage(*recorded, format::slot_offset(format::unsynced_slot) + 20);
    Database db = Database::open(recorded);
    CHECK_FALSE(db.recovery().fell_back);
    recorded->clear();

    db.begin().rollback();

    const auto calls = recorded->calls();
    REQUIRE(calls.size() == 4);
    CHECK(calls[0].offset == format::slot_offset(format::unsynced_slot));
    CHECK(calls[0].bytes == Bytes(format::superblock_bytes));
    CHECK(calls[1].offset == first_slot_offset);
    CHECK(calls[2].kind == CallKind::sync);
}

TEST_CASE("rule 24: damage to a commit that was noted as durable is never rolled back") {
    const TwoCommits made = two_commits();
    for (std::uint64_t byte = made.second_begin; byte < made.second_end; ++byte) {
        CAPTURE(byte);
        const auto file = file_with(made.second);
        damage(*file, byte);

        const auto errc = errc_of([&] {
            const Database db = Database::open(file);
            CHECK(db.snapshot().commit_id() == 2);
            if (db.verify().ok()) CHECK(contents_of(db.snapshot()).size() == 2);
            static_cast<void>(contents_of(db.snapshot()));
        });

        CHECK((!errc || *errc == Errc::corrupt));
    }
}

TEST_CASE("a torn or missing note costs nothing") {
    const TwoCommits made = two_commits();
    CHECK(Database::open(file_with(without_any_note(made.second))).size() == 2);
    for (std::uint64_t byte = 0; byte < 40; ++byte) {
        CAPTURE(byte);
        const auto file = file_with(made.second);
        damage(*file, format::durable_note_offset + byte);
        CHECK(Database::open(file).size() == 2);
    }
}

TEST_CASE("without a note and with both commits damaged there is nothing to fall back to") {
    const TwoCommits made = two_commits();
    const auto file = file_with(without_any_note(made.second));
    damage(*file, made.second_end - 12);
    damage(*file, made.second_begin - 12);

    CHECK(errc_of([&] { Database::open(file); }) == Errc::corrupt);
}

TEST_CASE("opening twice after a fall-back gives the same") {
    const TwoCommits made = two_commits();
    const auto file = file_with(without_note_of_second(made));
    damage(*file, made.second_end - 12);

    const Contents first = contents_of(Database::open(file).snapshot());
    const Contents second = contents_of(Database::open(file).snapshot());

    CHECK(first == second);
}

}  // namespace dbdb::test
