#include "database/open.hpp"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "format/superblock.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void put(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::size_t names_in(const std::filesystem::path& directory) {
    const std::filesystem::directory_iterator names(directory);
    return static_cast<std::size_t>(std::distance(begin(names), end(names)));
}

}  // namespace

TEST_CASE("a missing file is made, unless it must not be") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";

    CHECK(errc_of([&] { Database::open(path, {.create = false}); }) == Errc::not_found);
    CHECK(errc_of([&] { Database::open(path, {.read_only = true}); }) == Errc::not_found);
    CHECK(names_in(directory.path()) == 0);

    const Database db = Database::open(path);
    CHECK(db.size() == 0);
    CHECK(db.history().empty());
    CHECK(db.snapshot().commit_id() == 0);
    CHECK(db.verify().ok());
}

TEST_CASE("rule 27: a file of another kind is refused and left as it is") {
    const TemporaryDirectory directory;
    const auto path = directory / "letter.txt";
    for (const std::string& text :
         {std::string("x"), std::string("Dear reader"), std::string(50'000, 'z')}) {
        put(path, text);
        for (const bool read_only : {false, true}) {
            CHECK(errc_of([&] { Database::open(path, {.read_only = read_only}); }) ==
                  Errc::not_a_database);
        }
        CHECK(text_of(path) == text);
    }
}

TEST_CASE("a directory is not a database") {
    const TemporaryDirectory directory;

    CHECK(errc_of([&] { Database::open(directory.path()); }) == Errc::not_a_database);
}

TEST_CASE("an empty file becomes a database when it may be written, else it is refused") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    put(path, "");

    CHECK(errc_of([&] { Database::open(path, {.read_only = true}); }) == Errc::not_a_database);
    CHECK(std::filesystem::file_size(path) == 0);

    CHECK(Database::open(path).set("a", "1") == 1);
    CHECK(Database::open(path, {.read_only = true}).get("a") == "1");
}

TEST_CASE("a newer format is refused and left as it is") {
    Store store;
    store.is_sound = false;
    store.open().set("a", "1");
    for (unsigned index = 0; index < format::slot_count; ++index) {
        Bytes slot(format::superblock_bytes);
        store.memory->read_at(format::slot_offset(index), slot);
        const format::Superblock superblock = format::decode_slot(slot).superblock;
        REQUIRE(superblock.format_version == 1);
        damage(*store.memory, format::slot_offset(index) + 8);
    }
    const Bytes before = bytes_of(*store.memory);

    const auto errc = errc_of([&] { store.open(); });

    CHECK((errc == Errc::newer_format || errc == Errc::corrupt || errc == Errc::not_a_database));
    CHECK(bytes_of(*store.memory) == before);
}

TEST_CASE("rule 27: reading makes no lock file, writes nothing and refuses changes") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).set("a", "1");
    const std::string before = text_of(path);
    std::filesystem::remove(directory / "test.db-lock");

    Database db = Database::open(path, {.read_only = true});
    CHECK(db.get("a") == "1");
    CHECK(errc_of([&] { db.set("a", "2"); }) == Errc::read_only);
    CHECK(errc_of([&] { db.begin(); }) == Errc::read_only);
    CHECK(db.verify().ok());
    db.close();

    CHECK(text_of(path) == before);
    CHECK(names_in(directory.path()) == 1);
}

TEST_CASE("read_only holds for any door") {
    Store store;
    store.open().set("a", "1");
    store.recorded->clear();

    Database db = store.open({.read_only = true});
    CHECK(errc_of([&] { db.set("b", "2"); }) == Errc::read_only);
    CHECK(errc_of([&] { Database::open(file_with({}), {.read_only = true}); }) ==
          Errc::not_a_database);

    CHECK(store.trace().find("write") == std::string::npos);
}

TEST_CASE("statistics add up") {
    Database db = Database::in_memory();
    for (int index = 0; index < 100; ++index)
        db.set("key" + std::to_string(index), std::string(100, 'v'));

    const Statistics figures = db.statistics();

    CHECK(figures.commit == 100);
    CHECK(figures.entries == 100);
    CHECK(figures.height > 0);
    CHECK(figures.live_bytes + figures.garbage_bytes == figures.used_bytes);
    CHECK(figures.used_bytes <= figures.file_bytes);
    CHECK(figures.live_bytes > 100 * 100);
    CHECK(figures.database_id.size() == 32);
    CHECK(db.verify().commits == 100);
}

}  // namespace dbdb::test
