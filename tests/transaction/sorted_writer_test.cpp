#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

TEST_CASE("a sorted writer's entries are seen once it has finished") {
    Database db = database_with({{"b", "old"}, {"d", "old"}});
    Transaction change = db.begin();
    Transaction::SortedWriter writer = change.sorted_writer();
    for (const char* key : {"a", "b", "c"})
        writer.set(key, "new");
    CHECK(writer.count() == 3);
    CHECK(change.size() == 2);

    writer.finish();

    CHECK(change.size() == 4);
    change.commit();
    CHECK(contents_of(db.snapshot()) ==
          Contents{{"a", "new"}, {"b", "new"}, {"c", "new"}, {"d", "old"}});
}

TEST_CASE("a sorted writer refuses keys out of order and goes on") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    Transaction::SortedWriter writer = change.sorted_writer();
    writer.set("", "empty");
    writer.set("b", "1");

    CHECK(errc_of([&] { writer.set("a", "2"); }) == Errc::invalid);
    CHECK(errc_of([&] { writer.set("b", "2"); }) == Errc::invalid);
    CHECK(errc_of([&] { writer.set(std::string(key_bytes_max + 1, 'k'), ""); }) == Errc::too_large);
    writer.set("c", "3");
    writer.finish();

    CHECK(change.commit() == 1);
    CHECK(contents_of(db.snapshot()) == Contents{{"", "empty"}, {"b", "1"}, {"c", "3"}});
}

TEST_CASE("a sorted writer tells keys apart at their ends and behind their first eight bytes") {
    using namespace std::string_view_literals;
    Database db = Database::in_memory();
    Transaction change = db.begin();
    Transaction::SortedWriter writer = change.sorted_writer();
    const auto is_refused = [&](std::string_view key) {
        return errc_of([&] { writer.set(key, "v"); }) == Errc::invalid;
    };
    std::size_t count = 0;
    // The fifth and later ones begin new leaves.
    for (const std::string_view key :
         {""sv, "\0"sv, "a"sv, "a\0"sv, "a\0\0"sv, "prefix00"sv, "prefix00\0"sv, "prefix00a"sv}) {
        CAPTURE(key.size());
        writer.set(key, std::string(count > 3 ? 900 : 1, 'v'));
        CHECK(writer.count() == ++count);
        CHECK(is_refused(key));
        if (!key.empty()) CHECK(is_refused(key.substr(0, key.size() - 1)));
    }
    CHECK(is_refused("prefix00"));
    CHECK(is_refused("b"));
    writer.finish();
    CHECK(change.size() == count);
}

TEST_CASE("an abandoned sorted writer leaves the transaction as it was") {
    Store store;
    Database db = store.open();
    db.set("a", "1");
    Transaction change = db.begin();
    {
        Transaction::SortedWriter writer = change.sorted_writer();
        for (int index = 0; index < 50'000; ++index)
            writer.set(numbered_key(static_cast<std::uint64_t>(index)), std::string(100, 'v'));
        CHECK(errc_of([&] { change.set("b", "2"); }) == Errc::invalid);
        CHECK(errc_of([&] { change.sorted_writer(); }) == Errc::invalid);
    }

    CHECK(change.size() == 1);
    change.set("b", "2");
    CHECK(change.commit() == 2);
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}});
}

TEST_CASE("a sorted writer is of no use after its transaction has ended") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    Transaction::SortedWriter writer = change.sorted_writer();
    writer.set("a", "1");
    change.rollback();

    CHECK(errc_of([&] { writer.set("b", "2"); }) == Errc::closed);
    CHECK(errc_of([&] { writer.finish(); }) == Errc::closed);
    CHECK(db.set("c", "3") == 1);
}

TEST_CASE("a sorted writer that has finished takes nothing more and guards nothing") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    Transaction::SortedWriter first = change.sorted_writer();
    first.set("a", "1");
    first.finish();
    Transaction::SortedWriter second = change.sorted_writer();

    CHECK(errc_of([&] { first.set("b", "2"); }) == Errc::closed);
    CHECK(errc_of([&] { first.finish(); }) == Errc::closed);
    CHECK(errc_of([&] { change.set("c", "3"); }) == Errc::invalid);
    second.finish();
    change.set("c", "3");

    CHECK(change.commit() == 1);
    CHECK(db.size() == 2);
}

TEST_CASE("a finished sorted run of 200,000 entries reads back, blobs among them") {
    Store store;
    Database db = store.open({.transaction_memory_bytes = 1 << 20});
    Transaction change = db.begin();
    Transaction::SortedWriter writer = change.sorted_writer();
    for (std::uint64_t index = 0; index < 200'000; ++index)
        writer.set(numbered_key(index), std::string(index % 1'000 == 0 ? 3'000 : 20, 'v'));
    writer.finish();
    change.commit();

    const Snapshot now = db.snapshot();
    CHECK(now.size() == 200'000);
    for (std::uint64_t index = 0; index < 200'000; index += 37)
        CHECK(now.at(numbered_key(index)).size() == (index % 1'000 == 0 ? 3'000 : 20));
    CHECK(db.verify().blobs == 200);
}

}  // namespace dbdb::test
