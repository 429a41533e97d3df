#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/allocations.hpp"
#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

constexpr std::uint64_t entry_count = 5'000;

Database filled() {
    Database db = Database::in_memory();
    db.update([](Transaction& change) {
        for (std::uint64_t index = 0; index < entry_count; ++index)
            change.set(numbered_key(index), std::string(index % 100 == 0 ? 2'000 : 30, 'v'));
    });
    return db;
}

/// How often `act` allocates, once it has run before.
template <typename Act>
std::uint64_t allocations_of(const Act& act) {
    act();
    const std::uint64_t before = allocation_count();
    act();
    return allocation_count() - before;
}

}  // namespace

TEST_CASE("opening, copying and closing a snapshot allocates nothing") {
    const Database db = filled();

    CHECK(allocations_of([&] {
              const Snapshot now = db.snapshot();
              const Snapshot copy = now;
              CHECK_FALSE(copy.empty());
          }) == 0);
}

TEST_CASE("reading allocates nothing") {
    const Snapshot now = filled().snapshot();
    const std::string key = numbered_key(1'234);
    const std::string blob_key = numbered_key(1'200);

    CHECK(allocations_of([&] { now.get(key); }) == 0);
    CHECK(allocations_of([&] { now.get(blob_key); }) == 0);
    CHECK(allocations_of([&] { now.get("absent"); }) == 0);
    CHECK(allocations_of([&] { now.contains(key); }) == 0);
    std::vector<std::string_view> keys(100, key);
    std::vector<std::optional<std::string_view>> values(keys.size());
    CHECK(allocations_of([&] { now.get_many(keys, values); }) == 0);
    CHECK(allocations_of([&] { now.rank(key); }) == 0);
    CHECK(allocations_of([&] { now.nth(4'000); }) == 0);
    CHECK(allocations_of([&] { now.count("key1", key); }) == 0);
    CHECK(allocations_of([&] { now.count_prefix("key00000"); }) == 0);
    CHECK(allocations_of([&] { now.count_prefix("a prefix longer than a short string"); }) == 0);
}

TEST_CASE("ranges allocate nothing, however far they go") {
    const Snapshot now = filled().snapshot();
    const auto walk = [](const Range& range) {
        return allocations_of([&] {
            std::uint64_t bytes = 0;
            for (const auto& [key, value] : range)
                bytes += value.size();
            static_cast<void>(bytes);
        });
    };

    CHECK(walk(now.range()) == 0);
    CHECK(walk(now.range().reverse()) == 0);
    CHECK(allocations_of([&] { now.range("key1", "key2").skip(7).limit(9).reverse(); }) == 0);
    CHECK(allocations_of([&] { now.prefix("key00000").begin(); }) == 0);
    CHECK(allocations_of([&] { now.range_from("key000001"); }) == 0);
}

TEST_CASE("reading in a transaction allocates nothing") {
    Database db = filled();
    Transaction change = db.begin();
    change.set("a", "1");

    CHECK(allocations_of([&] { change.get("a"); }) == 0);
    CHECK(allocations_of([&] { change.contains("a"); }) == 0);
    CHECK(allocations_of([&] { change.nth(77); }) == 0);
}

}  // namespace dbdb::test
