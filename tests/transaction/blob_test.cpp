#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

std::string pattern(std::size_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t index = 0; index < bytes; ++index)
        text[index] = static_cast<char>(index * 31 + index / 251);
    return text;
}

constexpr std::size_t sizes[] = {
    1'023, 1'024, 1'025, 4'096, 65'536, (1 << 20) - 16, (1 << 20) - 1, 1 << 20, 8 << 20};

}  // namespace

TEST_CASE("values of all sizes read back, before the commit, after it and after reopening") {
    Store store;
    Database db = store.open();
    Transaction change = db.begin();
    for (const std::size_t bytes : sizes) {
        change.set(std::to_string(bytes), pattern(bytes));
        CHECK(change.get(std::to_string(bytes)) == pattern(bytes));
    }
    for (const std::size_t bytes : sizes)
        CHECK(change.at(std::to_string(bytes)) == pattern(bytes));
    change.commit();
    for (const std::size_t bytes : sizes)
        CHECK(db.get(std::to_string(bytes)) == pattern(bytes));
    db.close();

    const Snapshot again = store.open().snapshot();
    for (const std::size_t bytes : sizes)
        CHECK(again.get(std::to_string(bytes)) == pattern(bytes));
}

TEST_CASE("a blob is written over, erased and rolled back like any value") {
    Database db = Database::in_memory();
    db.set("a", pattern(5'000));
    db.set("a", pattern(6'000));
    CHECK(db.get("a") == pattern(6'000));
    {
        Transaction change = db.begin();
        const Savepoint savepoint = change.savepoint();
        change.set("a", pattern(7'000));
        CHECK(change.get("a") == pattern(7'000));
        change.rollback_to(savepoint);
        CHECK(change.get("a") == pattern(6'000));
        change.erase("a");
        CHECK_FALSE(change.contains("a"));
    }

    CHECK(db.get("a") == pattern(6'000));
    CHECK(db.verify().ok());
}

TEST_CASE("a blob is read in place") {
    Database db = Database::in_memory();
    db.set("a", pattern(2 << 20));
    const Snapshot now = db.snapshot();

    CHECK(now.at("a").data() == now.at("a").data());
    CHECK(now.range().begin()->value.data() == now.at("a").data());
}

}  // namespace dbdb::test
