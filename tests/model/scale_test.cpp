#include <algorithm>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "database/history_search.hpp"
#include "support/tree_fixture.hpp"
#include "transaction/hold.hpp"
#include "tree/diff.hpp"

namespace dbdb::test {
namespace {

/// Nodes read to find ten changes among `count` entries.
std::uint64_t nodes_for_ten_changes(std::uint64_t count) {
    Database db = Database::in_memory({.durability = Durability::none});
    db.update([&](Transaction& change) {
        Transaction::SortedWriter writer = change.sorted_writer();
        for (std::uint64_t index = 0; index < count; ++index)
            writer.set(numbered_key(index), "v");
        writer.finish();
    });
    for (std::uint64_t index = 0; index < 10; ++index)
        db.set(numbered_key((2 * index + 1) * count / 20), "changed");
    const Snapshot before = db.snapshot_at(1);
    const Snapshot after = db.snapshot();
    const transaction::Version& old = transaction::Hold::version_of(before);
    const transaction::Version& now = transaction::Hold::version_of(after);
    tree::Diff changes(*old.source, old.main, *now.source, now.main);
    std::uint64_t found = 0;
    while (changes.next())
        ++found;
    CHECK(found == 10);
    return changes.opened_node_count();
}

}  // namespace

TEST_CASE("of a million commits any is found by reading at most 60 records") {
    constexpr CommitId count = 1'000'000;
    Database db = Database::in_memory({.durability = Durability::none});
    for (CommitId id = 1; id <= count; ++id)
        db.begin().commit("m");
    const Snapshot now = db.snapshot();
    const transaction::Version& newest = transaction::Hold::version_of(now);
    REQUIRE(newest.position == count);

    unsigned read_max = 0;
    for (CommitId id = 1; id <= count; id = id < 3000 ? id + 1 : id + 977) {
        const auto by_id = database::find_by_id(newest, id);
        REQUIRE(by_id.version.id() == id);
        const std::int64_t time_ns = by_id.version.time_ns;
        const auto by_time = database::find_by_time(newest, time_ns);
        REQUIRE(by_time.version.time_ns == time_ns);
        REQUIRE(by_time.version.id() >= id);
        const auto by_position = database::find_by_position(newest, id);
        REQUIRE(by_position.version.link == by_id.version.link);
        REQUIRE(by_id.next.has_value() == (id < count));
        if (by_id.next) REQUIRE(by_id.next->id() == id + 1);
        read_max = std::max(
            {read_max, by_id.records_read, by_time.records_read, by_position.records_read});
    }
    MESSAGE("at most " << read_max << " records read");
    CHECK(read_max <= 60);
}

TEST_CASE("ten changes among 10 million entries are found by reading fewer than 1,000 nodes") {
    const std::uint64_t nodes = nodes_for_ten_changes(10'000'000);

    MESSAGE("nodes read: " << nodes);
    CHECK(nodes < 1'000);
}

}  // namespace dbdb::test
