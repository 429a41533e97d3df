#include "dbdb/compaction.hpp"

#include <fstream>
#include <sys/stat.h>
#include <thread>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"

namespace dbdb::test {

TEST_CASE("after a compaction everything is there and the garbage is gone") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 3000, 0, true);
    change(db, 3000, 300);
    db.update([](Transaction& transaction) { transaction.erase_prefix("key-0000000001"); });
    const Contents before = contents_of(db.snapshot());
    const CommitInfo newest = db.snapshot().info();
    const std::string id = db.statistics().database_id;

    const CompactReport report = db.compact();

    CHECK(contents_of(db.snapshot()) == before);
    CHECK(contents_in(directory / "a.db") == before);
    CHECK(report.gained_bytes == report.before_bytes - report.after_bytes);
    CHECK(report.after_bytes < report.before_bytes / 2);
    CHECK(report.after_bytes == fs::file_size(directory / "a.db"));
    CHECK(report.kept_commits == 1);
    CHECK(db.statistics().garbage_bytes < 64);
    CHECK(db.statistics().database_id == id);
    CHECK(db.history().count() == 1);
    CHECK(db.snapshot().info().id == newest.id);
    CHECK(db.snapshot().info().time == newest.time);
    CHECK(db.snapshot().info().message == newest.message);
    CHECK(file_count(directory) == 2);  // With the lock file.
}

TEST_CASE("commits go on in the new file, numbered on") {
    const TemporaryDirectory directory;
    {
        Database db = Database::open(directory / "a.db");
        fill(db, 100);
        const CommitId id = db.set("apple", "red");
        db.compact();
        CHECK(db.set("pear", "green") == id + 1);
        db.compact();
        CHECK(db.set("plum", "blue") == id + 2);
        CHECK(db.size() == 103);
    }
    Database db = Database::open(directory / "a.db");
    CHECK(db.size() == 103);
    CHECK_FALSE(db.recovery().fell_back);
    CHECK(db.verify().ok());
    db.set("fig", "black");
    CHECK(contents_in(directory / "a.db").size() == 104);
}

/// How often a file of this process is mapped that has lost the name `name`.
unsigned maps_of_removed(const std::string& name) {
    std::ifstream maps("/proc/self/maps");
    const std::string end = name + " (deleted)";
    unsigned count = 0;
    for (std::string line; std::getline(maps, line);)
        if (line.ends_with(end)) ++count;
    return count;
}

TEST_CASE("snapshots of the old file read on, and let go of it when they end") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 1000);
    std::optional<Snapshot> old = db.snapshot();
    const Contents before = contents_of(*old);
    db.update([](Transaction& transaction) { transaction.clear(); });

    db.compact();
    db.set("apple", "red");

    CHECK(contents_of(*old) == before);
    CHECK(db.size() == 1);
    // A thread lets go of what is not needed; a test that waits for ever has failed.
    while (maps_of_removed("a.db") > 1)
        std::this_thread::yield();
    CHECK(maps_of_removed("a.db") == 1);
    old.reset();
    db.set("pear", "green");
    while (maps_of_removed("a.db") != 0)
        std::this_thread::yield();
}

TEST_CASE("a database in memory is compacted in memory") {
    Database db = Database::in_memory();
    fill(db, 1000);
    change(db, 1000, 100);
    const Contents before = contents_of(db.snapshot());
    const CompactReport report = db.compact();
    CHECK(contents_of(db.snapshot()) == before);
    CHECK(report.after_bytes < report.before_bytes / 2);
    CHECK(db.statistics().file_bytes == report.after_bytes);
    db.set("apple", "red");
    CHECK(db.size() == 1001);
}

TEST_CASE("a dry run tells to the byte what the compaction will give, and changes nothing") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 3000, 0, true);
    change(db, 3000, 50);
    CompactOptions options;
    SUBCASE("newest only") {}
    SUBCASE("several commits") { options.keep.commits = 20; }
    options.dry_run = true;
    const std::uint64_t bytes = fs::file_size(directory / "a.db");

    const CompactReport expected = db.compact(options);

    CHECK(fs::file_size(directory / "a.db") == bytes);
    CHECK(file_count(directory) == 2);
    options.dry_run = false;
    const CompactReport report = db.compact(options);
    CHECK(report.after_bytes == expected.after_bytes);
    CHECK(report.gained_bytes == expected.gained_bytes);
    CHECK(report.kept_commits == expected.kept_commits);
}

TEST_CASE("a compaction that is given up leaves everything as it was") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 20'000);
    std::stop_source stop;
    CompactOptions options;
    unsigned calls = 0;
    SUBCASE("by its progress") {
        options.progress = [&](const CompactProgress& progress) {
            CHECK(progress.done_bytes <= progress.total_bytes);
            return ++calls < 2;
        };
    }
    SUBCASE("by a stop") {
        options.stop = stop.get_token();
        options.progress = [&](const CompactProgress&) { return ++calls, stop.request_stop(); };
    }

    CHECK(db.compact(options).is_cancelled);

    CHECK(calls > 0);
    CHECK(file_count(directory) == 2);
    CHECK(db.history().count() == 1);
    CHECK_FALSE(db.compact().is_cancelled);
    CHECK(db.size() == 20'000);
}

TEST_CASE("what cannot be replaced is refused and stays as it is") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    CHECK(errc_of([&] { db.compact(); }) == Errc::invalid);  // Nothing was ever committed.
    db.set("apple", "red");

    SUBCASE("a file with two names") {
        fs::create_hard_link(directory / "a.db", directory / "b.db");
        CHECK(errc_of([&] { db.compact(); }) == Errc::unsupported);
        CHECK(fs::hard_link_count(directory / "a.db") == 2);
        fs::remove(directory / "b.db");
    }
    SUBCASE("a file behind another door") {
        const Store store;
        Database other = store.open();
        other.set("apple", "red");
        CHECK(errc_of([&] { other.compact(); }) == Errc::unsupported);
        CHECK(other.get("apple") == "red");
    }
    SUBCASE("a handle for reading") {
        Database reader = Database::open(directory / "a.db", {.read_only = true});
        CHECK(errc_of([&] { reader.compact(); }) == Errc::read_only);
        CHECK(reader.compact({.dry_run = true}).kept_commits == 1);
    }
    CHECK(file_count(directory) == 2);
    db.set("pear", "green");
    CHECK(db.compact().kept_commits == 1);
}

TEST_CASE("a second compaction at the same time is refused") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 20'000);
    CompactOptions options;
    std::optional<Errc> second;
    options.progress = [&](const CompactProgress&) {
        second = errc_of([&] { db.compact(); });
        return true;
    };
    db.compact(options);
    CHECK(second == Errc::locked);
}

TEST_CASE("the new file has the permissions of the old one, and symbolic links stay") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "real");
    Database::open(directory / "real" / "a.db").set("apple", "red");
    REQUIRE(::chmod((directory / "real" / "a.db").c_str(), 0640) == 0);
    fs::create_symlink(directory / "real" / "a.db", directory / "link.db");

    Database::open(directory / "link.db").compact();

    CHECK(fs::is_symlink(directory / "link.db"));
    CHECK(contents_in(directory / "link.db").at("apple") == "red");
    CHECK((fs::status(directory / "real" / "a.db").permissions() & fs::perms::all) ==
          fs::perms(0640));
}

TEST_CASE("damage that would be carried over stops the compaction") {
    const TemporaryDirectory directory;
    std::uint64_t at = 0;
    {
        Database db = Database::open(directory / "a.db");
        fill(db, 3000);
        db.sync();
        at = fs::file_size(directory / "a.db") / 2;
    }
    std::FILE* file = std::fopen((directory / "a.db").c_str(), "r+");
    std::fseek(file, static_cast<long>(at), SEEK_SET);
    std::fputc('!', file);
    std::fclose(file);
    Database db = Database::open(directory / "a.db", {.verify_checksums = false});
    CHECK(errc_of([&] { db.compact(); }) == Errc::corrupt);
    CHECK(db.size() == 3000);
    CHECK(file_count(directory) == 2);
    db.set("apple", "red");
}

}  // namespace dbdb::test
