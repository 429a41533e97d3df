/// What a backup does not write over, and what it does not copy.
#include <csignal>
#include <fstream>
#include <sys/resource.h>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "io/local_file.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

void write_text(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

std::string text_in(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a file of another kind is not replaced, unless asked for") {
    const TemporaryDirectory directory;
    const Database db = database_with({{"apple", "red"}});
    std::string text;
    SUBCASE("an empty one") {}
    SUBCASE("a short one") { text = "Dear Ann"; }
    SUBCASE("a long one") { text = std::string(20'000, 'x'); }
    write_text(directory / "letter", text);

    CHECK(errc_of([&] { db.backup(directory / "letter"); }) == Errc::not_a_database);
    CHECK(errc_of([&] { db.backup(directory / "letter", {.full = true}); }) ==
          Errc::not_a_database);
    CHECK(text_in(directory / "letter") == text);
    CHECK(file_count(directory) == 1);

    CHECK(db.backup(directory / "letter", {.replace_any = true}).is_full);
    CHECK(contents_in(directory / "letter").size() == 1);
}

TEST_CASE("another database is not replaced") {
    const TemporaryDirectory directory;
    Database::open(directory / "other.db").set("pear", "green");
    const Database db = database_with({{"apple", "red"}});

    CHECK(errc_of([&] { db.backup(directory / "other.db"); }) == Errc::invalid);

    CHECK(contents_in(directory / "other.db") == Contents{{"pear", "green"}});
}

TEST_CASE("a copy with newer commits than the database is not replaced") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    db.set("apple", "red");
    db.backup(directory / "copy.db");
    db.set("apple", "green");
    const Database old = Database::open(directory / "copy.db", {.read_only = true});

    CHECK(errc_of([&] { old.backup(directory / "a.db"); }) == Errc::invalid);
    CHECK(errc_of([&] { old.backup(directory / "a.db", {.full = true}); }) == Errc::invalid);

    CHECK(contents_in(directory / "a.db") == Contents{{"apple", "green"}});
}

TEST_CASE("the database is no backup of itself, whatever name it is given by") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    db.set("apple", "red");
    fs::create_hard_link(directory / "a.db", directory / "hard.db");
    fs::create_symlink(directory / "a.db", directory / "soft.db");

    for (const char* name : {"a.db", "hard.db", "soft.db"})
        CHECK(errc_of([&] { db.backup(directory / name, {.replace_any = true}); }) ==
              Errc::invalid);

    CHECK(contents_in(directory / "a.db").size() == 1);
}

TEST_CASE("a copy with several names is neither extended nor split off") {
    const TemporaryDirectory directory;
    const Database db = database_with({{"apple", "red"}});
    db.backup(directory / "copy.db");
    fs::create_hard_link(directory / "copy.db", directory / "yesterday.db");

    CHECK(errc_of([&] { db.backup(directory / "copy.db"); }) == Errc::unsupported);
}

TEST_CASE("a copy that another process writes to as to a database is locked") {
    const TemporaryDirectory directory;
    const Database db = database_with({{"apple", "red"}});
    db.backup(directory / "copy.db");
    Turnstile begun;
    ChildProcess writer([&] {
        Database copy = Database::open(directory / "copy.db");
        const Transaction transaction = copy.begin();
        begun.signal();
        Turnstile().wait();
        return 0;
    });
    begun.wait();

    CHECK(errc_of([&] { db.backup(directory / "copy.db"); }) == Errc::locked);
    CHECK(errc_of([&] { db.backup(directory / "copy.db", {.full = true}); }) == Errc::locked);

    writer.kill();
    CHECK_FALSE(db.backup(directory / "copy.db").is_full);
}

TEST_CASE("a link to nothing and a missing directory are told") {
    const TemporaryDirectory directory;
    const Database db = database_with({{"apple", "red"}});
    fs::create_symlink(directory / "nothing", directory / "link.db");

    CHECK(errc_of([&] { db.backup(directory / "link.db"); }) == Errc::not_found);
    CHECK(errc_of([&] { db.backup(directory / "no" / "copy.db"); }) == Errc::not_found);
}

TEST_CASE("damage is not copied, and a sound copy stays") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database db = Database::open(path);
    fill(db, 300);
    db.sync();
    db.backup(directory / "copy.db");
    damage(*io::open_local(path, io::OpenMode::read_write), 12'288 + 200);

    CHECK(errc_of([&] { db.backup(directory / "new.db"); }) == Errc::corrupt);
    CHECK(errc_of([&] { db.backup(directory / "copy.db", {.full = true}); }) == Errc::corrupt);
    CHECK(file_count(directory) == 3);
    CHECK(contents_in(directory / "copy.db").size() == 300);
    CHECK(db.backup(directory / "new.db", {.verify = false}).is_full);
}

TEST_CASE("new commits that are damaged are not appended") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database db = Database::open(path);
    fill(db, 300);
    db.backup(directory / "copy.db");
    const std::uint64_t tail = db.statistics().used_bytes;
    change(db, 300, 3);
    db.sync();
    damage(*io::open_local(path, io::OpenMode::read_write), tail + 100);

    CHECK(errc_of([&] { db.backup(directory / "copy.db"); }) == Errc::corrupt);

    const Database copy = Database::open(directory / "copy.db", {.read_only = true});
    CHECK(copy.snapshot().commit_id() == 1);
    CHECK(copy.verify().ok());
}

TEST_CASE("a copy with damaged slots is damage, one with a damaged end is made anew") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 300);
    db.backup(directory / "copy.db");
    const auto copy = io::open_local(directory / "copy.db", io::OpenMode::read_write);
    SUBCASE("slots") {
        damage(*copy, 4096 + 50);
        damage(*copy, 8192 + 50);
        CHECK(errc_of([&] { db.backup(directory / "copy.db"); }) == Errc::corrupt);
        CHECK(db.backup(directory / "copy.db", {.replace_any = true}).is_full);
    }
    SUBCASE("end") {
        damage(*copy, copy->size() - 50);
        const BackupReport report = db.backup(directory / "copy.db");
        CHECK(report.is_full);
        CHECK_FALSE(report.reason.empty());
    }
    CHECK(contents_in(directory / "copy.db").size() == 300);
}

TEST_CASE("when the disk is full the copy that was there stays, and nothing is left behind") {
    const TemporaryDirectory directory;
    {
        Database db = Database::open(directory / "a.db");
        fill(db, 1000);
        db.backup(directory / "copy.db");
        fill(db, 5000, 1);
    }
    const Contents before = contents_in(directory / "copy.db");
    for (const bool full : {false, true}) {
        CAPTURE(full);
        const int status = in_child([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{300'000, 300'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const Database db = Database::open(directory / "a.db", {.read_only = true});
            return errc_of([&] { db.backup(directory / "copy.db", {.full = full}); }) == Errc::io
                       ? 0
                       : 1;
        });
        CHECK(status == 0);
        CHECK(contents_in(directory / "copy.db") == before);
        CHECK(file_count(directory) == 3);
    }
    const Database db = Database::open(directory / "a.db", {.read_only = true});
    CHECK_FALSE(db.backup(directory / "copy.db").is_full);
    CHECK(contents_in(directory / "copy.db").size() == 5000);
}

}  // namespace dbdb::test
