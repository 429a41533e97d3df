#include "dbdb/salvage.hpp"

#include <filesystem>
#include <map>

#include <doctest/doctest.h>

#include "format/durable_note.hpp"
#include "format/layout.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

/// A commit of 2,000 keys, one that changes 20 of them, and one of a blob.
struct ThreeCommits {
    Store store;
    Contents first;
    Contents newest;
    std::vector<std::uint64_t> ends{format::records_begin};

    ThreeCommits() {
        store.is_sound = false;
        Database db = store.open();
        commit(db, [](Transaction& txn) {
            for (int index = 10'000; index < 12'000; ++index)
                txn.set(std::to_string(index), "a value of some length");
        });
        first = contents_of(db.snapshot());
        commit(db, [](Transaction& txn) {
            for (int index = 10'100; index < 10'120; ++index)
                txn.set(std::to_string(index), "changed");
        });
        commit(db, [](Transaction& txn) { txn.set("z", std::string(5'000, 'z')); });
        newest = contents_of(db.snapshot());
    }

    template <typename Function>
    void commit(Database& db, Function change) {
        db.update(change);
        ends.push_back(db.statistics().used_bytes);
    }

    void erase(std::uint64_t begin, std::uint64_t end) const {
        store.memory->write_at(begin, std::vector<std::byte>(end - begin));
    }

    /// The first damaged record that a check finds in the newest commit.
    Damage only_damage() const {
        const VerifyReport report = Database::open(store.memory, {.read_only = true}).verify();
        REQUIRE(report.damages.size() == 1);
        return report.damages[0];
    }
};

struct Salvaged {
    Database db = Database::in_memory();
    SalvageReport report;

    explicit Salvaged(const ThreeCommits& made, const SalvageOptions& options = {}) {
        const Bytes before = bytes_of(*made.store.memory);
        report = salvage(made.store.memory, db, options);
        CHECK(bytes_of(*made.store.memory) == before);
        CHECK(db.verify().ok());
    }

    Contents contents() const { return contents_of(db.snapshot()); }
};

/// Two named keyspaces of 1,000 keys each, one of which is changed by a second commit, and then a
/// bookmark by a third. Their leaves lie in the order of the commits.
struct NamedKeyspaces {
    std::shared_ptr<File> file = file_with({});
    std::map<std::string, Contents> newest;
    std::vector<std::uint64_t> ends{format::records_begin};

    NamedKeyspaces() {
        Database db = Database::open(file);
        commit(db, [](Transaction& txn) {
            txn.set("main", "value");
            for (const char* const name : {"left", "right"}) {
                Keyspace keyspace = txn.keyspace(name);
                for (int index = 1'000; index < 2'000; ++index)
                    keyspace.set(std::to_string(index), std::string("a value of ") + name);
            }
            txn.create_keyspace("empty");
        });
        commit(db, [](Transaction& txn) { txn.keyspace("right").set("1500", "changed"); });
        commit(db, [](Transaction& txn) { txn.set_bookmark("mark", 1); });
        newest = states_of(db);
    }

    template <typename Function>
    void commit(Database& db, Function change) {
        db.update(change);
        ends.push_back(db.statistics().used_bytes);
    }

    static std::map<std::string, Contents> states_of(const Database& db) {
        const Snapshot snapshot = db.snapshot();
        std::map<std::string, Contents> states{{"", contents_of(snapshot)}};
        for (const KeyspaceInfo& info : snapshot.keyspaces())
            states[info.name] = contents_of(snapshot.keyspace(info.name));
        return states;
    }

    SalvageReport salvage_into(Database& target, bool from_older = false) const {
        const SalvageReport report = salvage(file, target, {.from_older = from_older});
        CHECK(target.verify().ok());
        return report;
    }
};

/// `all` without the keys of the runs that are reported lost.
Contents without_lost(Contents all, const SalvageReport& report) {
    for (const LostKeys& lost : report.lost_keys) {
        const auto end = lost.keys.to ? all.lower_bound(*lost.keys.to) : all.end();
        all.erase(all.lower_bound(lost.keys.from), end);
    }
    return all;
}

}  // namespace

TEST_CASE("a sound file is salvaged whole, with nothing to report") {
    const ThreeCommits made;

    const Salvaged salvaged(made);

    CHECK(salvaged.report.ok());
    CHECK(salvaged.report.commit == 3);
    CHECK(salvaged.report.entries == 2'001);
    CHECK(salvaged.contents() == made.newest);
}

TEST_CASE("wherever records are damaged, what is not reported lost is salvaged, and is right") {
    const ThreeCommits made;
    const Bytes whole = bytes_of(*made.store.memory);
    for (std::uint64_t begin = format::records_begin; begin < made.ends[3]; begin += 1'111) {
        CAPTURE(begin);
        made.store.memory->write_at(0, whole);
        made.erase(begin, begin + 64);

        const Salvaged salvaged(made);

        if (salvaged.report.commit == 3) {
            CHECK(salvaged.contents() == without_lost(made.newest, salvaged.report));
        }
        CHECK(salvaged.report.commit >= 2);
        CHECK(salvaged.contents().size() == salvaged.report.entries);
    }
}

TEST_CASE("keys behind a damaged leaf are lost, unless an older commit is asked for them") {
    const ThreeCommits made;
    damage(*made.store.memory, made.ends[1] + 40);
    REQUIRE(made.only_damage().hidden);

    const Salvaged salvaged(made);
    REQUIRE(salvaged.report.lost_keys.size() == 1);
    const LostKeys& lost = salvaged.report.lost_keys[0];
    CHECK(lost.older_commit == 1);
    CHECK(lost.older_entries == lost.keys.entries);
    CHECK(salvaged.report.old_entries == 0);
    CHECK(salvaged.contents().size() == 2'001 - lost.keys.entries);

    const Salvaged filled(made, {.from_older = true});
    Contents expected = without_lost(made.newest, filled.report);
    expected.insert(made.first.begin(), made.first.end());
    CHECK(filled.contents() == expected);
    CHECK(filled.report.old_entries == lost.keys.entries);
    CHECK(filled.db.history().count() == 2);
    CHECK_FALSE(filled.report.ok());
}

TEST_CASE("damaged records side by side are one run of lost keys") {
    const ThreeCommits made;
    made.erase(format::records_begin + 5'000, format::records_begin + 20'000);

    const Salvaged salvaged(made);

    REQUIRE(salvaged.report.lost_keys.size() == 1);
    CHECK(salvaged.report.lost_keys[0].damages > 5);
    CHECK(salvaged.contents() == without_lost(made.newest, salvaged.report));
    CHECK(salvaged.contents().size() + salvaged.report.lost_keys[0].keys.entries == 2'001);
}

TEST_CASE("a damaged blob costs its key alone") {
    const ThreeCommits made;
    damage(*made.store.memory, made.ends[2] + 3'000);

    const Salvaged salvaged(made);

    REQUIRE(salvaged.report.lost_keys.size() == 1);
    CHECK(salvaged.report.lost_keys[0].keys == KeyRange{"z", std::string("z\0", 2), 1});
    CHECK(salvaged.report.entries == 2'000);
}

TEST_CASE(
    "without slots the newest whole commit is found, as long as a page still has the file's id") {
    const std::vector<std::uint64_t> ids = {0, 1'024, 4'096, 8'192};
    for (const std::uint64_t kept : ids) {
        CAPTURE(kept);
        const ThreeCommits made;
        const Bytes page = bytes_of(*made.store.memory);
        made.erase(0, format::records_begin);
        // Nothing but the file's id is left of slot or note.
        const std::uint64_t id = kept == 0 ? 8 : kept == 1'024 ? 4'096 + 32 : kept + 32;
        const std::uint64_t place = kept == 0 ? 8 : kept + 32;
        made.store.memory->write_at(place,
                                    std::span(page).subspan(static_cast<std::size_t>(id), 16));

        const Salvaged salvaged(made);

        CHECK(salvaged.contents() == made.newest);
        CHECK(salvaged.report.commit == 3);
        CHECK_FALSE(salvaged.report.reason.empty());
    }
    const ThreeCommits made;
    made.erase(0, format::records_begin);
    CHECK(errc_of([&] { const Salvaged salvaged(made); }) == Errc::not_a_database);
}

TEST_CASE("without slots a commit that was noted as durable is taken though it is damaged") {
    for (const bool has_note : {true, false}) {
        CAPTURE(has_note);
        const ThreeCommits made;
        damage(*made.store.memory, made.ends[2] + 3'000);
        made.erase(format::slot_offset(0), format::records_begin);
        if (!has_note) made.erase(32, 40);

        const Salvaged salvaged(made);

        CHECK(salvaged.report.commit == (has_note ? 3 : 2));
        CHECK(salvaged.report.lost_keys.size() == (has_note ? 1 : 0));
        CHECK(salvaged.report.lost_commits.size() == (has_note ? 0 : 1));
    }
}

TEST_CASE("every keyspace of a sound file is salvaged, and its bookmarks are told") {
    const NamedKeyspaces made;
    Database db = Database::in_memory();

    const SalvageReport report = made.salvage_into(db);

    CHECK(report.ok());
    CHECK(report.keyspaces == 3);
    CHECK(report.entries == 2'001);
    CHECK(NamedKeyspaces::states_of(db) == made.newest);
    REQUIRE(report.bookmarks.size() == 1);
    CHECK(report.bookmarks[0].name == "mark");
    CHECK(report.bookmarks[0].commit == 1);
}

TEST_CASE("a damaged leaf costs the keys of its keyspace, and an older commit may have them") {
    const NamedKeyspaces made;
    damage(*made.file, made.ends[1] + 40);  // The changed leaf of the second keyspace.
    Database db = Database::in_memory();
    const SalvageReport report = made.salvage_into(db);

    REQUIRE(report.lost_keys.size() == 1);
    CHECK(report.lost_keys[0].keyspace == "right");
    CHECK(report.lost_keys[0].older_commit == 1);
    std::map<std::string, Contents> expected = made.newest;
    expected["right"] = without_lost(expected["right"], report);
    CHECK(NamedKeyspaces::states_of(db) == expected);

    Database filled = Database::in_memory();
    const SalvageReport from_older = made.salvage_into(filled, true);
    CHECK(from_older.old_entries == report.lost_keys[0].keys.entries);
    expected = made.newest;
    expected["right"]["1500"] = "a value of right";
    CHECK(NamedKeyspaces::states_of(filled) == expected);
}

TEST_CASE("a damaged catalog costs names, and an older commit's keyspaces are there when asked") {
    const NamedKeyspaces made;
    damage(*made.file, made.ends[2] + 40);  // The third commit has appended a catalog only.
    Database db = Database::in_memory();
    const SalvageReport report = made.salvage_into(db);

    CHECK_FALSE(report.ok());
    CHECK(report.lost_keys.empty());
    REQUIRE(report.lost_names.size() == 1);
    CHECK(report.lost_names[0].keys.entries == 4);
    CHECK(report.lost_names[0].older_commit == 2);
    CHECK(report.keyspaces == 0);
    CHECK(contents_of(db.snapshot()) == made.newest.at(""));

    Database filled = Database::in_memory();
    CHECK(made.salvage_into(filled, true).keyspaces == 3);
    CHECK(NamedKeyspaces::states_of(filled) == made.newest);
}

TEST_CASE("wherever a file with keyspaces is damaged, what is salvaged of each is right") {
    const NamedKeyspaces made;
    const Bytes whole = bytes_of(*made.file);
    for (std::uint64_t place = format::records_begin; place < made.ends[3]; place += 1'009) {
        CAPTURE(place);
        made.file->write_at(0, whole);
        damage(*made.file, place);
        Database db = Database::in_memory();

        const SalvageReport report = made.salvage_into(db);

        for (const auto& [name, contents] : NamedKeyspaces::states_of(db)) {
            for (const auto& [key, value] : contents) {
                const bool is_right =
                    made.newest.at(name).at(key) == value || (report.commit == 1 && key == "1500");
                CHECK(is_right);
            }
        }
        std::uint64_t lost = 0;
        for (const LostKeys& keys : report.lost_keys)
            lost += keys.keys.entries;
        if (report.lost_names.empty()) CHECK(report.entries + lost == 2'001);
    }
}

TEST_CASE("a file whose newest commit record is damaged gives the commit before and says so") {
    const ThreeCommits made;
    damage(*made.store.memory, made.ends[3] - 20);

    const Salvaged salvaged(made);

    CHECK(salvaged.report.commit == 2);
    CHECK(salvaged.report.entries == 2'000);
    CHECK(salvaged.report.lost_keys.empty());
    CHECK_FALSE(salvaged.report.ok());
}

TEST_CASE("a damaged commit record is reported, and commits before it still fill gaps") {
    const ThreeCommits made;
    damage(*made.store.memory, made.ends[2] - 20);
    damage(*made.store.memory, made.ends[1] + 40);

    const Salvaged salvaged(made, {.from_older = true});

    REQUIRE(salvaged.report.lost_commits.size() == 1);
    CHECK(salvaged.report.lost_commits[0].commit == 2);
    CHECK(salvaged.contents().size() == 2'001);
}

TEST_CASE("a salvage writes to a new file only, and leaves none behind when it fails") {
    const TemporaryDirectory directory;
    const auto damaged = directory / "damaged.db";
    const auto target = directory / "target.db";
    Database::open(damaged).set("a", "1");

    CHECK(salvage(damaged, target).ok());
    CHECK(Database::open(target).get("a") == "1");
    CHECK(errc_of([&] { salvage(damaged, target); }) == Errc::invalid);
    CHECK(Database::open(target).get("a") == "1");
    std::filesystem::resize_file(damaged, 5'000);
    CHECK(errc_of([&] { salvage(damaged, directory / "other.db"); }) == Errc::corrupt);
    CHECK_FALSE(std::filesystem::exists(directory / "other.db"));
}

}  // namespace dbdb::test
