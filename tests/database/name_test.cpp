/// A file that is open loses its name to another one.
#include <optional>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

namespace fs = std::filesystem;

/// Gives the name of the database to a copy that has one commit more.
void replace(const fs::path& path) {
    const fs::path copy = path.string() + "-copy";
    fs::copy_file(path, copy);
    Database::open(copy).set("pear", "new file");
    fs::rename(copy, path);
}

ino_t inode_of(const fs::path& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

}  // namespace

TEST_CASE("rule 15: the lock file stays the same, whatever file has the name of the database") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    const fs::path lock = directory / "a.db-lock";
    std::optional<Database> db = Database::open(path);
    db->set("apple", "red");
    const ino_t before = inode_of(lock);
    const ino_t file = inode_of(path);

    db->compact();
    CHECK(inode_of(path) != file);
    CHECK(inode_of(lock) == before);
    replace(path);
    db->set("plum", "blue");
    CHECK(inode_of(lock) == before);
    db.reset();
    fs::remove(path);
    Database::open(path).set("fig", "black");

    CHECK(before != 0);
    CHECK(inode_of(lock) == before);
}

TEST_CASE("rule 14: a writer whose file has lost its name goes on in the file that has it") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database db = Database::open(path);
    db.set("apple", "red");
    const Snapshot before = db.snapshot();
    replace(path);

    db.set("plum", "blue");

    CHECK(db.get("pear") == "new file");
    CHECK(before.get("apple") == "red");
    CHECK_FALSE(before.contains("pear"));
    CHECK(Database::open(path, {.read_only = true}).size() == 3);
    CHECK(in_child([&] { return static_cast<int>(Database::open(path).size()); }) == 3);
}

TEST_CASE(
    "rule 14: a handle that is opened by the name shares the state of one before the change") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database first = Database::open(path);
    first.set("apple", "red");
    replace(path);

    Database second = Database::open(path);
    second.set("plum", "blue");
    first.set("fig", "black");

    CHECK(first.size() == 4);
    CHECK(second.size() == 4);
    CHECK(in_child([&] { return static_cast<int>(Database::open(path).size()); }) == 4);
}

TEST_CASE("rule 14: nothing is written to a file that has lost its name to nobody or a stranger") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database db = Database::open(path);
    db.set("apple", "red");

    SUBCASE("removed") {
        fs::remove(path);
        CHECK(errc_of([&] { db.set("plum", "blue"); }) == Errc::not_found);
    }
    SUBCASE("another database") {
        Database::open(directory / "b.db").set("pear", "green");
        fs::rename(directory / "b.db", path);
        CHECK(errc_of([&] { db.set("plum", "blue"); }) == Errc::invalid);
    }
    CHECK(db.get("apple") == "red");
    CHECK_FALSE(db.contains("plum"));
}

}  // namespace dbdb::test
