#include "dbdb/condition.hpp"

#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

TEST_CASE("an empty value is present, and differs from a missing one") {
    Database db = database_with({{"empty", ""}});

    CHECK(db.get("empty") == "");
    CHECK_FALSE(db.get("missing").has_value());
    CHECK_FALSE(db.set_if("empty", Condition::absent(), "x"));
    CHECK_FALSE(db.set_if("missing", Condition::value(""), "x"));
    CHECK_FALSE(db.set_if("missing", Condition::present(), "x"));
    CHECK_FALSE(db.erase_if("missing", Condition::value("")));
    CHECK(db.history().count() == 1);
    CHECK(db.set_if("empty", Condition::value(""), "x"));
    CHECK(db.set_if("missing", Condition::absent(), ""));
    CHECK(contents_of(db.snapshot()) == Contents{{"empty", "x"}, {"missing", ""}});
}

TEST_CASE("binary values are compared to the last byte") {
    const std::string value("a\0b\xff", 4);
    Database db = database_with({{"k", value}});

    CHECK_FALSE(db.set_if("k", Condition::value(std::string("a\0b\xfe", 4)), "x"));
    CHECK_FALSE(db.set_if("k", Condition::value("a"), "x"));
    CHECK(db.set_if("k", Condition::value(value), "x"));
}

TEST_CASE("a value is unchanged since a commit when it is what that commit left") {
    Database db = database_with({{"a", "1"}, {"b", "1"}});
    const CommitId read = db.snapshot().commit_id();
    db.set("b", "2");
    db.set("new", "1");

    CHECK(db.set_if("a", Condition::unchanged_since(read), "3"));
    CHECK_FALSE(db.set_if("a", Condition::unchanged_since(read), "4"));
    CHECK_FALSE(db.erase_if("b", Condition::unchanged_since(read)));
    CHECK_FALSE(db.set_if("new", Condition::unchanged_since(read), "2"));
    CHECK(db.set_if("absent", Condition::unchanged_since(read), "1"));
    CHECK(db.set_if("first", Condition::unchanged_since(0), "1"));
    CHECK(errc_of([&] { db.set_if("a", Condition::unchanged_since(99), "4"); }) == Errc::not_found);
}

TEST_CASE("a large value that was written anew with what it held is unchanged") {
    const std::string large(5'000, 'v');
    Database db = database_with({{"k", large}});
    db.set("k", large);

    CHECK(db.erase_if("k", Condition::unchanged_since(1)));
    CHECK(db.size() == 0);
}

TEST_CASE("conditions look at the keyspace they are asked of, and at the transaction's writes") {
    Database db = database_with({{"a", "1"}});
    db.keyspace("other").set("a", "2");
    const CommitId before = db.snapshot().commit_id();

    Transaction change = db.begin();
    Keyspace other = change.keyspace("other");
    CHECK(other.meets("a", Condition::value("2")));
    CHECK(other.meets("a", Condition::unchanged_since(before)));
    CHECK_FALSE(other.meets("a", Condition::unchanged_since(1)));
    other.set("a", "3");
    CHECK_FALSE(other.meets("a", Condition::unchanged_since(before)));
    CHECK(change.meets("a", Condition::unchanged_since(before)));
}

TEST_CASE("of many threads that set an absent key exactly one does") {
    Database db = Database::in_memory();
    std::atomic<int> winners{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&, thread] {
            for (int key = 0; key < 25; ++key)
                winners +=
                    db.set_if(std::to_string(key), Condition::absent(), std::to_string(thread)) ? 1
                                                                                                : 0;
        });
    threads.clear();

    CHECK(winners == 25);
}

TEST_CASE("get_or_set gives what is there, or sets it") {
    Database db = Database::in_memory();
    CHECK(db.get_or_set("k", "first") == "first");
    CHECK(db.get_or_set("k", "second") == "first");
    CHECK(db.history().count() == 1);

    Transaction change = db.begin();
    CHECK(change.get_or_set("other", std::string(5'000, 'v')) == std::string(5'000, 'v'));
    CHECK(change.get_or_set("k", "third") == "first");
}

TEST_CASE("a counter is a whole number in decimal digits") {
    Database db = database_with({{"text", "12 apples"}, {"empty", ""}, {"start", "41"}});
    CHECK(db.add("start", 1) == 42);
    CHECK(db.add("new", -5) == -5);
    CHECK(db.add("new", 5) == 0);
    CHECK(db.get("start") == "42");
    CHECK(db.keyspace("other").add("start", 7) == 7);
    CHECK(errc_of([&] { db.add("text", 1); }) == Errc::invalid);
    CHECK(errc_of([&] { db.add("empty", 1); }) == Errc::invalid);
}

TEST_CASE("a sum over 64 bits is refused, and the counter stays") {
    Database db = Database::in_memory();
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    CHECK(db.add("up", most) == most);
    CHECK(db.add("down", least) == least);
    CHECK(errc_of([&] { db.add("up", 1); }) == Errc::invalid);
    CHECK(errc_of([&] { db.add("down", -1); }) == Errc::invalid);
    CHECK(db.get("up") == std::to_string(most));
    db.set("beyond", "9223372036854775808");
    CHECK(errc_of([&] { db.add("beyond", 0); }) == Errc::invalid);
}

TEST_CASE("append puts bytes behind a value, and makes a missing one") {
    Database db = Database::in_memory();
    CHECK(db.append("log", "one") == 3);
    CHECK(db.append("log", std::string(2'000, 'x')) == 2'003);
    CHECK(db.append("log", "") == 2'003);
    CHECK(db.get("log") == "one" + std::string(2'000, 'x'));

    Transaction change = db.begin();
    CHECK(change.append("log", change.at("log")) == 4'006);
    change.commit();
    CHECK(db.get("log")->size() == 4'006);
}

}  // namespace dbdb::test
