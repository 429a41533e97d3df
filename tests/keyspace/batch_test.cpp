#include "dbdb/batch.hpp"

#include <map>

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

TEST_CASE("a batch in any order sets each key, and of a key given twice the last value") {
    Database db = database_with({{"b", "old"}, {"d", "stays"}});

    CHECK(db.set_many({{"c", "1"}, {"a", "2"}, {"b", "3"}, {"a", "4"}, {"", "empty"}}) == 2);

    CHECK(contents_of(db.snapshot()) ==
          Contents{{"", "empty"}, {"a", "4"}, {"b", "3"}, {"c", "1"}, {"d", "stays"}});
}

TEST_CASE("a batch of keys tells how many were there") {
    Database db = database_with({{"a", "1"}, {"b", "2"}, {"c", "3"}});

    CHECK(db.erase_many({"c", "x", "a", "c", std::string(70'000, 'k')}) == 2);
    CHECK(contents_of(db.snapshot()) == Contents{{"b", "2"}});
    CHECK(db.erase_many({"x"}) == 0);
    CHECK(db.history().count() == 2);
}

TEST_CASE("containers are taken as batches") {
    Database db = Database::in_memory();
    const std::map<std::string, std::string> pairs{{"a", "1"}, {"b", "2"}, {"c", "3"}};
    db.keyspace("other").set_many(as_entries(pairs));
    CHECK(contents_of(db.snapshot().keyspace("other")) == Contents(pairs));

    const std::vector<std::string> keys{"a", "c"};
    CHECK(db.keyspace("other").erase_many(as_keys(keys)) == 2);
    CHECK(db.keyspace("other").size() == 1);
}

TEST_CASE("an entry of a batch over a limit leaves the transaction as it was") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    change.set("a", "1");
    const std::string long_key(key_bytes_max + 1, 'k');

    CHECK(errc_of([&] { change.set_many({{"b", "2"}, {long_key, "3"}}); }) == Errc::too_large);

    CHECK(change.size() == 1);
    change.set("c", "3");
    change.commit();
    CHECK(db.size() == 2);
}

TEST_CASE("batches of any size read like single changes, with large values and little memory") {
    for (const std::size_t budget_bytes : {std::size_t{256} << 20, std::size_t{32} << 10}) {
        Store store;
        Database db = store.open({.transaction_memory_bytes = budget_bytes});
        Random random(3);
        Contents expected;
        for (const std::uint64_t count : {1, 10, 500, 4'000}) {
            std::vector<std::pair<std::string, std::string>> pairs;
            for (std::uint64_t index = 0; index < count; ++index) {
                const std::size_t bytes = random.below(50) == 0 ? 3'000 : random.below(80);
                pairs.emplace_back(numbered_key(random.below(6'000)), std::string(bytes, 'v'));
            }
            for (const auto& [key, value] : pairs)
                expected[key] = value;
            std::vector<std::string> gone;
            for (std::uint64_t index = 0; index < count / 3; ++index)
                gone.push_back(numbered_key(random.below(6'000)));
            db.update([&](Transaction& change) {
                change.set_many(as_entries(pairs));
                change.erase_many(as_keys(gone));
            });
            for (const std::string& key : gone)
                expected.erase(key);
            CHECK(contents_of(db.snapshot()) == expected);
        }
        CHECK(db.verify().ok());
    }
}

}  // namespace dbdb::test
