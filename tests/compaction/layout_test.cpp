#include <algorithm>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "database/tree_layout.hpp"
#include "transaction/hold.hpp"

namespace dbdb::test {

namespace {

using format::Ref;
using format::Side;

/// Places of the nodes of a tree, leaves in the order of keys.
struct Places {
    std::vector<std::uint64_t> leaves{};
    std::vector<std::uint64_t> branches{};
    unsigned unbalanced_count = 0;

    void add(const tree::Source& source, Ref ref) {
        if (ref.height() == 0) {
            leaves.push_back(ref.offset());
            return;
        }
        const format::BranchView branch = source.branch(ref);
        const Ref left = branch.child(Side::left);
        const Ref right = branch.child(Side::right);
        if (left.height() > right.height() + 1 || right.height() > left.height() + 1)
            ++unbalanced_count;
        add(source, left);
        add(source, right);
        branches.push_back(ref.offset());
    }
};

Places places_in(const Database& db) {
    const Snapshot now = db.snapshot();
    const transaction::Version& version = transaction::Hold::version_of(now);
    Places places;
    places.add(*version.source, version.main.ref);
    return places;
}

}  // namespace

TEST_CASE("compacted entries of 16 and 100 bytes take at most 1.1 times their bytes") {
    Database db = Database::in_memory();
    fill(db, 20'000);
    change(db, 20'000, 2000);
    db.compact();
    CHECK(static_cast<double>(db.statistics().used_bytes) / 20'000 <= 1.1 * 116);
}

TEST_CASE("leaves lie in the order of keys, branches behind them in post-order") {
    Database db = Database::in_memory();
    fill(db, 5000);
    change(db, 5000, 1000);

    db.compact();

    const Places places = places_in(db);
    CHECK(std::ranges::is_sorted(places.leaves));
    CHECK(std::ranges::is_sorted(places.branches));
    CHECK(places.leaves.back() < places.branches.front());
}

TEST_CASE("a tree of several chunks is balanced and whole") {
    Database db = Database::in_memory();
    db.update([](Transaction& transaction) {
        auto writer = transaction.sorted_writer();
        for (std::uint64_t number = 0; number < 50'000; ++number)
            writer.set(key_of(number), std::string(1010, 'v'));
        writer.finish();
    });
    const CompactReport expected = db.compact({.dry_run = true});

    const CompactReport report = db.compact();

    CHECK(report.after_bytes == expected.after_bytes);
    CHECK(db.size() == 50'000);
    CHECK(db.verify().ok());
    const Places places = places_in(db);
    CHECK(places.leaves.size() == 50'000);
    CHECK(places.unbalanced_count == 0);
    CHECK(db.statistics().height == 16);
    CHECK(std::ranges::is_sorted(places.leaves));
}

}  // namespace dbdb::test
