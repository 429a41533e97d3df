#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {

TEST_CASE("a file cut off at any length is whole, falls back or is refused, but never wrong") {
    Store store;
    Database db = store.open();
    db.set("a", "1");
    db.set("b", std::string(2'000, 'b'));
    db.set("c", "3");
    const Contents whole = contents_of(db.snapshot());
    const std::uint64_t used_bytes = db.statistics().used_bytes;
    const Bytes bytes = bytes_of(*store.memory);
    unsigned opened = 0;

    for (std::size_t length = 1; length < bytes.size(); ++length) {
        CAPTURE(length);
        const auto cut = file_with({bytes.begin(), bytes.begin() + static_cast<long>(length)});
        const auto errc = errc_of([&] {
            Database found = Database::open(cut, {.read_only = true});
            CHECK(contents_of(found.snapshot()) == whole);
            CHECK(length >= used_bytes);
            ++opened;
        });
        const bool is_refused = errc == Errc::corrupt || errc == Errc::not_a_database;
        CHECK((!errc || is_refused));
        CHECK(cut->size() == length);
    }

    CHECK(opened == bytes.size() - used_bytes);
}

TEST_CASE("a new file that was cut off is refused, not repaired") {
    Store store;
    store.open().close();
    const Bytes bytes = bytes_of(*store.memory);

    for (std::size_t length = 1; length < bytes.size(); length += 7) {
        CAPTURE(length);
        const auto cut = file_with({bytes.begin(), bytes.begin() + static_cast<long>(length)});
        const auto errc = errc_of([&] { Database::open(cut).set("a", "1"); });
        CHECK((errc == Errc::corrupt || errc == Errc::not_a_database));
        CHECK(cut->size() == length);
    }
}

TEST_CASE("a sparse file of 100 GiB opens, reads and writes") {
    const TemporaryDirectory directory;
    const auto path = directory / "large.db";
    Database::open(path).set("a", "1");
    std::filesystem::resize_file(path, std::uintmax_t{100} << 30);

    Database db = Database::open(path);
    db.set("b", "2");
    db.close();

    const Database again = Database::open(path, {.read_only = true});
    CHECK(contents_of(again.snapshot()) == Contents{{"a", "1"}, {"b", "2"}});
    CHECK(again.verify().ok());
}

}  // namespace dbdb::test
