#include "dbdb/map.hpp"

#include <iterator>
#include <ranges>

#include <cereal/types/vector.hpp>
#include <doctest/doctest.h>

#include "support/test_clock.hpp"

namespace dbdb::test {
namespace {

using Ages = Map<std::string, std::int32_t>;
using Visit = std::tuple<std::string, std::int32_t>;

static_assert(std::input_iterator<Ages::iterator>);
static_assert(std::sentinel_for<std::default_sentinel_t, Ages::iterator>);
static_assert(std::ranges::input_range<Ages>);
static_assert(std::ranges::input_range<Ages::Range>);
static_assert(std::copyable<Ages>);

template <typename Any>
concept CanErase = requires(Any& map) {
    map.erase("x");
};

static_assert(CanErase<Ages>);
static_assert(CanErase<Map<std::string, int, Keyspace>>);
static_assert(!CanErase<Map<std::string, int, Snapshot>>);

template <typename Map>
std::string names_in(const Map& map) {
    std::string names;
    for (const auto& [name, age] : map)
        names += name + std::to_string(age) + " ";
    return names;
}

/// The text of what `function` throws.
template <typename Function>
std::string error_of(Errc errc, Function&& function) {
    try {
        function();
    } catch (const Error& error) {
        CHECK(error.errc() == errc);
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a typed map on a database does what a map does") {
    Database db = Database::in_memory();
    Ages ages{db, "ages"};

    CHECK(ages.empty());
    CHECK(ages.insert("bob", 7));
    CHECK(!ages.insert("bob", 8));
    CHECK(!ages.insert_or_assign("bob", 9));
    CHECK(ages.insert_or_assign("ann", 30));
    CHECK(ages.try_emplace("cid"));
    CHECK(ages.get("bob") == 9);
    CHECK(ages.at("ann") == 30);
    CHECK(ages.get("dan") == std::nullopt);
    CHECK(ages.contains("cid"));
    CHECK(ages.size() == 3);
    CHECK(names_in(ages) == "ann30 bob9 cid0 ");
    CHECK(ages.erase("bob"));
    CHECK(!ages.erase("bob"));
    CHECK(db.size() == 0);

    ages.clear();
    CHECK(ages.empty());
}

TEST_CASE("at names the key that is not there and where it is not") {
    Database db = Database::in_memory();

    const std::string text = error_of(Errc::not_found, [&] { Ages(db, "ages").at("d\n"); });
    CHECK(text.find("keyspace 'ages': key 'd\\x0a'") != std::string::npos);
}

TEST_CASE("square brackets read an optional, write a value and make nothing by being looked at") {
    Database db = Database::in_memory();
    Ages ages(db);

    CHECK(ages["ann"] == std::nullopt);
    CHECK(ages["ann"].value_or(3) == 3);
    CHECK(ages.empty());

    ages["ann"] = 30;
    ages["bob"] = ages["ann"];
    const std::optional<std::int32_t> bob = ages["bob"];
    CHECK(bob == 30);
    CHECK(ages["bob"] == 30);
    CHECK(ages["bob"]);

    ages["bob"] = ages["nobody"];
    CHECK(!ages["bob"]);
}

TEST_CASE("modify changes what is there or starts from nothing, in one transaction") {
    Database db = Database::in_memory();
    Ages ages(db);

    CHECK(ages.modify("ann", [](std::int32_t& age) { ++age; }));
    CHECK(!ages.modify("ann", [](std::int32_t& age) { ++age; }));
    CHECK_THROWS_AS(ages.modify("ann", [](std::int32_t&) { throw 1; }), int);

    CHECK(ages["ann"] == 2);
    CHECK(db.snapshot().commit_id() == 2);
}

TEST_CASE("an entry of a typed map may have an expiry and tags") {
    using namespace std::chrono_literals;
    const TestClock clock;
    Database db = Database::in_memory({.clock = clock});
    Ages ages(db, "ages");
    ages.set("ann", 30, {.ttl = 10ms, .tags = {"admin"}});
    ages.set("bob", 40, {.expires_at = clock.now() + 20ms});
    ages.set("cid", 50);
    clock.advance(9ms);

    CHECK(ages.ttl("ann") == 1ms);
    CHECK(ages.metadata("ann")->tags == std::vector<std::string>{"admin"});
    CHECK(ages.metadata("bob")->expires_at == clock.now() + 11ms);
    CHECK(!ages.metadata("nobody"));
    CHECK(ages.persist("bob"));
    CHECK(ages.expire("cid", 1ms));
    CHECK(!ages.expire_at("nobody", clock.now() + 1ms));
    clock.advance(1ms);

    CHECK(!ages.contains("ann"));
    CHECK(ages["cid"] == std::nullopt);
    CHECK(ages.find("ann") == ages.end());
    CHECK(names_in(ages) == "bob40 ");
}

TEST_CASE("find gives the entry and those behind it, or the end") {
    Database db = Database::in_memory();
    Ages ages(db);
    ages.set("a", 1);
    ages.set("b", 2);

    auto found = ages.find("a");
    REQUIRE(found != ages.end());
    CHECK(found->key == "a");
    CHECK(found->value == 1);
    CHECK((++found)->key == "b");
    CHECK(++found == ages.end());
    CHECK(ages.find("aa") == ages.end());
}

TEST_CASE("ranges of numbers go by number, forward and backward") {
    Database db = Database::in_memory();
    Map<std::int32_t, std::string> names(db);
    for (const int number : {-300, -1, 0, 1, 300})
        names.set(number, std::to_string(number));

    const auto numbers = [](const auto& range) {
        std::vector<std::int32_t> all;
        for (const auto& [number, name] : range)
            all.push_back(number);
        return all;
    };
    using Numbers = std::vector<std::int32_t>;
    CHECK(numbers(names.range(-300, 1)) == Numbers{-300, -1, 0});
    CHECK(numbers(names.range_from(0)) == Numbers{0, 1, 300});
    CHECK(numbers(names.range_to(0).reverse()) == Numbers{-1, -300});
    CHECK(numbers(names.reverse().skip(1).limit(2)) == Numbers{1, 0});
    CHECK(names.count(-1, 300) == 3);
    CHECK(names.erase(-1, 2) == 3);
    CHECK(numbers(names) == Numbers{-300, 300});
}

TEST_CASE("the prefix of a tuple selects by whole parts") {
    Database db = Database::in_memory();
    Map<Visit, double> visits(db);
    visits.set({"ann", 2}, 0.5);
    visits.set({"ann", -2}, 1.5);
    visits.set({"anna", 1}, 2.5);

    std::vector<double> values;
    for (const auto& [visit, value] : visits.prefix("ann"))
        values.push_back(value);
    CHECK(values == std::vector<double>{1.5, 0.5});
    CHECK(visits.prefix("ann", 2).count() == 1);
    CHECK(visits.prefix().count() == 3);
}

TEST_CASE("in a transaction a map sees its own changes, others see them when it is committed") {
    Database db = Database::in_memory();
    const Ages ages{db, "ages"};

    Transaction transaction = db.begin();
    auto mine = ages.in(transaction);
    mine["ann"] = 30;
    mine.modify("ann", [](std::int32_t& age) { ++age; });
    for (const auto& [name, age] : mine)
        mine.set(name + "'", age);
    CHECK(names_in(mine) == "ann31 ann'31 ");
    CHECK(ages.empty());
    transaction.commit();

    CHECK(ages.size() == 2);
    CHECK_THROWS_AS(mine.size(), Error);
}

TEST_CASE("on a snapshot a map stays as it was, also when everything else is gone") {
    std::optional<Map<std::string, std::int32_t, Snapshot>> before;
    {
        Database db = Database::in_memory();
        Ages ages{db, "ages"};
        ages.set("ann", 30);
        before = ages.in(db.snapshot());
        ages.clear();
    }

    CHECK(names_in(*before) == "ann30 ");
    CHECK((*before)["ann"] == 30);
    CHECK(before->at("ann") == 30);
}

TEST_CASE("an iterator outlives its range and its map") {
    Database db = Database::in_memory();
    Ages(db).set("ann", 30);

    auto first = Ages(db).range().begin();
    auto copy = first;
    db.erase("ann");

    CHECK(first->value == 30);
    CHECK(copy->key == "ann");
    CHECK(++copy == std::default_sentinel);
}

TEST_CASE("a value of another type is told with both types, and is left alone") {
    Database db = Database::in_memory();
    Ages ages{db, "ages"};
    db.update([](Transaction& change) { change.keyspace("ages").set("raw", "red"); });
    Map<std::string, std::vector<std::string>>(db, "ages").set("list", {"a"});
    Map<std::string, Value>(db, "ages").set("value", 1);

    const auto text_of = [&](const char* key) {
        return error_of(Errc::invalid, [&] { ages.modify(key, [](std::int32_t&) {}); });
    };
    CHECK(text_of("raw").find("key 'raw' holds bytes without a type, but was asked for as 'i32'") !=
          std::string::npos);
    CHECK(text_of("list").find("holds 'list<string>'") != std::string::npos);
    CHECK(text_of("value").find("holds 'value'") != std::string::npos);
    CHECK(error_of(Errc::invalid, [&] { Map<std::string, Value>(db, "ages").get("raw"); }) != "");
    CHECK(ages.size() == 3);
}

TEST_CASE("an entry that is no entry of the map can be stepped over") {
    Database db = Database::in_memory();
    Map<std::int32_t, bool> flags(db);
    flags.set(1, true);
    db.set("long key", "x");
    flags.set(2, true);

    unsigned good = 0;
    unsigned bad = 0;
    for (auto entry = flags.begin(); entry != flags.end(); ++entry) {
        try {
            good += entry->value ? 1 : 0;
        } catch (const Error& error) {
            CHECK(error.errc() == Errc::corrupt);
            ++bad;
        }
    }
    CHECK(good == 2);
    CHECK(bad == 1);
}

TEST_CASE("a name that no keyspace can have is refused when the map is made") {
    Database db = Database::in_memory();

    CHECK_THROWS_AS(Ages(db, "a\n"), Error);
}

}  // namespace dbdb::test
