/// A compaction that ends at each of its steps, by a crash of its process or by a failure.
#include <array>
#include <unistd.h>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "database/compaction.hpp"
#include "database/open.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

using database::CompactStep;

constexpr std::array all_steps{CompactStep::created,
                               CompactStep::copied,
                               CompactStep::caught_up,
                               CompactStep::synced,
                               CompactStep::marked,
                               CompactStep::locked,
                               CompactStep::renamed,
                               CompactStep::name_synced,
                               CompactStep::moved};

/// A process that ends in the middle of a compaction, right behind `last`.
void crash_behind(const fs::path& path, CompactStep last) {
    const int status = in_child([&] {
        const auto world = database::open_world(path, Options{});
        database::compact(*world, {}, [&](CompactStep step) {
            if (step == last) ::_exit(7);
        });
        return 0;
    });
    CHECK(status == 7);
}

/// A compaction that fails right behind `last`.
void fail_behind(const fs::path& path, CompactStep last) {
    const auto world = database::open_world(path, Options{});
    const auto error = errc_of([&] {
        database::compact(*world, {}, [&](CompactStep step) {
            if (step == last) throw Error(Errc::io, "made to fail");
        });
    });
    CHECK(error == Errc::io);
}

}  // namespace

TEST_CASE("rule 13: wherever a compaction crashes, the old file or the new one is there, whole") {
    for (const CompactStep step : all_steps) {
        CAPTURE(static_cast<int>(step));
        const TemporaryDirectory directory;
        const fs::path path = directory / "a.db";
        {
            Database db = Database::open(path);
            fill(db, 300, 0, true);
            change(db, 300, 20);
            db.sync();
        }
        const Contents before = contents_in(path);

        crash_behind(path, step);

        CHECK(contents_in(path) == before);
        Database db = Database::open(path);
        CHECK_FALSE(db.recovery().fell_back);
        db.set("apple", "red");
        CHECK(file_count(directory) == 2);
        CHECK(db.compact().kept_commits == 1);
        CHECK(contents_in(path).size() == before.size() + 1);
    }
}

TEST_CASE("who has the file open when another process crashes in a compaction loses nothing") {
    for (const CompactStep step : all_steps) {
        CAPTURE(static_cast<int>(step));
        const TemporaryDirectory directory;
        const fs::path path = directory / "a.db";
        Database db = Database::open(path);
        fill(db, 300);
        db.sync();
        const Database reader = Database::open(path, {.read_only = true});

        crash_behind(path, step);

        CHECK(reader.size() == 300);
        in_child([&] { return Database::open(path).set("pear", "green") == 0; });
        CHECK(reader.get("pear") == "green");
        db.set("apple", "red");
        CHECK(reader.get("apple") == "red");
        CHECK(db.size() == 302);
        CHECK(contents_in(path).size() == 302);
        CHECK(file_count(directory) == 2);
    }
}

TEST_CASE("rule 13: a failure before the new file has the name leaves everything as it was") {
    for (const CompactStep step : {CompactStep::created,
                                   CompactStep::copied,
                                   CompactStep::caught_up,
                                   CompactStep::synced,
                                   CompactStep::marked,
                                   CompactStep::locked}) {
        CAPTURE(static_cast<int>(step));
        const TemporaryDirectory directory;
        const fs::path path = directory / "a.db";
        Database db = Database::open(path);
        fill(db, 300);
        const auto inode = [&] { return io::identity_of(path); };
        const auto before = inode();

        fail_behind(path, step);

        CHECK(inode() == before);
        CHECK(file_count(directory) == 2);
        db.set("apple", "red");
        CHECK(in_child([&] { return Database::open(path).set("pear", "green") == 3 ? 0 : 1; }) ==
              0);
        CHECK(db.compact().kept_commits == 1);
        CHECK(contents_in(path).size() == 302);
    }
}

TEST_CASE("rule 13: when the name cannot be made durable no more commits are taken") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database db = Database::open(path);
    fill(db, 300);

    fail_behind(path, CompactStep::renamed);

    CHECK(errc_of([&] { db.set("apple", "red"); }) == Errc::io);
    CHECK(db.size() == 300);
    Database again = Database::open(path);
    again.set("apple", "red");
    CHECK(contents_in(path).size() == 301);
}

}  // namespace dbdb::test
