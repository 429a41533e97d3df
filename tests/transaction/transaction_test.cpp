#include <stdexcept>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

TEST_CASE("a transaction reads its own writes, and nobody else does") {
    Database db = database_with({{"a", "1"}, {"b", "2"}});
    Transaction change = db.begin();
    change.set("a", "changed");
    change.set("c", "3");
    CHECK(change.erase("b"));
    CHECK_FALSE(change.erase("absent"));

    CHECK(change.get("a") == "changed");
    CHECK_FALSE(change.get("b").has_value());
    CHECK(change.at("c") == "3");
    CHECK(change.size() == 2);
    CHECK(change.rank("c") == 1);
    CHECK(change.count("a", "z") == 2);
    CHECK(change.nth(1)->key == "c");
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}});

    change.commit();
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "changed"}, {"c", "3"}});
}

/// A number of three digits, as keys and values have here.
std::string digits(unsigned number) { return std::to_string(100 + number % 900); }

TEST_CASE("what a transaction gives out may be put into it again") {
    Database db = database_with({});
    Contents expected;
    Transaction change = db.begin();
    const auto copy = [&](std::string_view key, std::string_view from) {
        const std::string value(*change.get(from));
        change.set(key, *change.get(from));
        expected[std::string(key)] = value;
    };
    change.set(digits(0), "first");
    expected[digits(0)] = "first";

    for (unsigned number = 1; number < 900; ++number) {
        copy(digits(number * 7), digits((number - 1) * 7));  // Another entry, of the same leaf too.
        if (number % 5 == 0) change.set(digits(number * 7), expected[digits(number * 7)] = "other");
        copy(digits(number * 7), digits(number * 7));  // Itself.
        const auto entry = change.nth(number / 2);
        copy(std::string(entry->key) + "+", entry->key);
    }

    change.commit();
    CHECK(contents_of(db.snapshot()) == expected);
}

TEST_CASE("a transaction that leaves its scope is rolled back") {
    Database db = database_with({{"a", "1"}});
    {
        Transaction change = db.begin();
        change.clear();
        change.set("b", "2");
    }

    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}});
    CHECK(db.set("c", "3") == 2);
}

TEST_CASE("an exception in update() rolls back and goes on") {
    Database db = database_with({{"a", "1"}});

    CHECK_THROWS_AS(db.update([](Transaction& change) {
        change.set("a", "2");
        throw std::runtime_error("enough");
    }),
                    std::runtime_error);

    CHECK(db.get("a") == "1");
    CHECK(db.update([](Transaction& change) { change.set("a", "3"); }) == 2);
}

TEST_CASE("after its end a transaction refuses every use") {
    Database db = database_with({{"a", "1"}});
    Transaction committed = db.begin();
    const Savepoint savepoint = committed.savepoint();
    committed.set("b", "2");
    committed.commit();
    CHECK_FALSE(committed.active());
    Transaction rolled_back = db.begin();
    rolled_back.rollback();
    rolled_back.rollback();
    Transaction moved_from = db.begin();
    const Transaction moved_to = std::move(moved_from);

    for (Transaction* ended : {&committed, &rolled_back, &moved_from}) {
        CHECK_FALSE(ended->active());
        CHECK(errc_of([&] { ended->set("c", "3"); }) == Errc::closed);
        CHECK(errc_of([&] { ended->erase("a"); }) == Errc::closed);
        CHECK(errc_of([&] { ended->erase_range("a", "b"); }) == Errc::closed);
        CHECK(errc_of([&] { ended->clear(); }) == Errc::closed);
        CHECK(errc_of([&] { ended->get("a"); }) == Errc::closed);
        CHECK(errc_of([&] { ended->contains("a"); }) == Errc::closed);
        CHECK(errc_of([&] { static_cast<void>(ended->size()); }) == Errc::closed);
        CHECK(errc_of([&] { ended->rank("a"); }) == Errc::closed);
        CHECK(errc_of([&] { ended->range(); }) == Errc::closed);
        CHECK(errc_of([&] { ended->freeze(); }) == Errc::closed);
        CHECK(errc_of([&] { ended->savepoint(); }) == Errc::closed);
        CHECK(errc_of([&] { ended->rollback_to(savepoint); }) == Errc::closed);
        CHECK(errc_of([&] { ended->sorted_writer(); }) == Errc::closed);
        CHECK(errc_of([&] { ended->commit(); }) == Errc::closed);
    }
}

TEST_CASE("assigning to a transaction rolls back the one that it was") {
    Database first = database_with({{"a", "1"}});
    Database second = database_with({{"b", "2"}});
    Transaction change = first.begin();
    change.set("a", "2");

    change = second.begin();
    change.set("b", "3");
    change.commit();

    CHECK(first.get("a") == "1");
    CHECK(second.get("b") == "3");
    CHECK(first.try_begin(std::chrono::milliseconds(0)).has_value());
}

TEST_CASE("a transaction may go from thread to thread") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    std::thread([&change] { change.set("a", "1"); }).join();
    std::thread([moved = std::move(change)]() mutable {
        moved.set("b", "2");
        moved.commit();
    }).join();

    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}});
    CHECK(db.set("c", "3") == 2);
}

TEST_CASE("try_begin gives up while another transaction is open") {
    Database db = Database::in_memory();
    Transaction open = db.begin();

    CHECK_FALSE(db.try_begin(std::chrono::milliseconds(0)).has_value());
    CHECK_FALSE(db.try_begin(std::chrono::milliseconds(1)).has_value());
    open.rollback();
    CHECK(db.try_begin(std::chrono::milliseconds(0)).has_value());
}

TEST_CASE("keys, values and messages beyond their limits are refused, and nothing is lost") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    change.set(std::string(key_bytes_max, 'k'), "long");
    const std::string_view too_long_value("", value_bytes_max + 1);

    CHECK(errc_of([&] { change.set(std::string(key_bytes_max + 1, 'k'), ""); }) == Errc::too_large);
    CHECK(errc_of([&] { change.set("key", too_long_value); }) == Errc::too_large);
    CHECK(errc_of([&] { change.commit(std::string(message_bytes_max + 1, 'm')); }) ==
          Errc::too_large);

    CHECK(db.size() == 1);
    CHECK(db.begin().commit(std::string(message_bytes_max, 'm')) == 2);
}

TEST_CASE("a key that is too long leaves the transaction as it was") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    change.set("a", "1");

    CHECK(errc_of([&] { change.set(std::string(key_bytes_max + 1, 'k'), ""); }) == Errc::too_large);
    change.set("b", "2");

    CHECK(change.commit() == 1);
    CHECK(db.size() == 2);
    CHECK_FALSE(db.contains(std::string(key_bytes_max + 1, 'k')));
}

TEST_CASE("erasing ranges and prefixes counts what goes") {
    Database db = database_with({{"a", "1"}, {"ab", "2"}, {"b", "3"}, {"\xff", "4"}});
    Transaction change = db.begin();

    CHECK(change.erase_range("b", "a") == 0);
    CHECK(change.erase_range("ab", "b") == 1);
    CHECK(change.erase_prefix("\xff") == 1);
    CHECK(change.erase_prefix("zz") == 0);
    CHECK(change.erase_prefix("") == 2);
    CHECK(change.empty());
}

TEST_CASE("a range of a transaction shows the moment when it was asked for") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    for (int index = 0; index < 1'000; ++index)
        change.set("key" + std::to_string(index), "old");

    std::size_t walked = 0;
    for (const auto& [key, value] : change.range()) {
        CHECK(value == "old");
        change.set(key, "new");
        change.erase("key" + std::to_string(walked * 7 % 1'000));
        ++walked;
    }

    CHECK(walked == 1'000);
    CHECK(change.size() < 1'000);
}

TEST_CASE("sync() and close() do not wait for a transaction of the same thread") {
    Database db = Database::in_memory({.durability = Durability::none});
    db.set("a", "1");
    Transaction change = db.begin();
    change.set("b", "2");

    db.sync();
    db.close();

    CHECK(change.commit() == 2);
}

}  // namespace dbdb::test
