#include "dbdb/survey.hpp"

#include <algorithm>
#include <numeric>

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"
#include "dbdb/tree_node.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

std::string key_of(std::uint64_t number) { return "key-" + std::to_string(10'000'000 + number); }

/// Keys in an order that leaves leaves of many fills behind; each hundredth value is in a blob.
void fill(Database& db, std::uint64_t entries) {
    db.update([&](Transaction& change) {
        for (std::uint64_t number = 0; number < entries; ++number)
            change.set(key_of(number * 7'919 % entries),
                       std::string(number % 100 == 0 ? 5'000 : number % 90, 'v'));
    });
}

/// With an older commit, keyspaces, a clone that was changed, tags and bookmarks.
Database database_with_everything() {
    Database db = Database::in_memory();
    fill(db, 5'000);
    db.update([](Transaction& change) {
        for (std::uint64_t number = 0; number < 3'000; ++number)
            change.keyspace("events").set(key_of(number), "e");
        change.keyspace("tagged").set("k", "v", {.tags = {"sweet"}});
    });
    db.update([](Transaction& change) { change.clone_keyspace("events", "copy"); });
    db.update([](Transaction& change) {
        change.keyspace("copy").set(key_of(5), "changed");
        change.set_bookmark("before", 2);
    });
    return db;
}

std::uint64_t live_bytes(const Survey& survey) {
    const SpaceBytes& bytes = survey.bytes;
    return bytes[SpaceKind::fixed] + bytes[SpaceKind::branch] + bytes[SpaceKind::leaf] +
           bytes[SpaceKind::blob] + bytes[SpaceKind::commit];
}

std::uint64_t sum(const auto& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

/// Of the leaves below `node`, as deep as it was looked.
void count_depths(const TreeNode& node, std::size_t depth, std::vector<std::uint64_t>& counts) {
    if (node.is_leaf()) {
        if (counts.size() <= depth) counts.resize(depth + 1);
        ++counts[depth];
    }
    for (const TreeNode& child : node.children)
        count_depths(child, depth + 1, counts);
}

}  // namespace

TEST_CASE("a survey gives every byte of the file to one kind, as the statistics have it") {
    const Database db = database_with_everything();

    const Survey survey = db.survey({});

    const Statistics statistics = db.statistics({.leaves_max = every_leaf});
    CHECK(survey.is_exact);
    CHECK(survey.bytes.sum() == statistics.file_bytes);
    CHECK(survey.shared_bytes > 0);
    CHECK(live_bytes(survey) + survey.shared_bytes == statistics.live_bytes);
    CHECK(survey.bytes[SpaceKind::garbage] + survey.bytes[SpaceKind::older_commits] ==
          statistics.used_bytes - live_bytes(survey));
    CHECK(survey.bytes[SpaceKind::prepared] == statistics.file_bytes - statistics.used_bytes);
    // Three records, all but the first with a catalog.
    CHECK(survey.bytes[SpaceKind::older_commits] == 152 + 2 * 184);
    CHECK(survey.statistics.live_bytes == statistics.live_bytes);
}

TEST_CASE("without clones the garbage of a survey is that of the statistics") {
    Database db = Database::in_memory();
    fill(db, 2'000);
    fill(db, 1'000);

    const Survey survey = db.survey({});

    CHECK(survey.shared_bytes == 0);
    CHECK(live_bytes(survey) == survey.statistics.live_bytes);
    CHECK(survey.bytes[SpaceKind::garbage] > 0);
    CHECK(survey.bytes[SpaceKind::garbage] + survey.bytes[SpaceKind::older_commits] ==
          survey.statistics.garbage_bytes);
}

TEST_CASE("a survey finds the leaves of the default keyspace that the statistics find") {
    const Database db = database_with_everything();

    const Survey survey = db.survey({});

    const LeafStatistics leaves = *db.statistics({.leaves_max = every_leaf}).leaves;
    CHECK(leaves.is_exact);
    CHECK(survey.statistics.leaves->is_exact);
    CHECK(survey.statistics.leaves->count == leaves.count);
    CHECK(survey.statistics.leaves->mean_fill == doctest::Approx(leaves.mean_fill));
    CHECK(survey.statistics.leaves->min_fill == leaves.min_fill);
}

TEST_CASE("the parts of a file together are the whole") {
    const Survey survey = database_with_everything().survey({.bucket_count = 7});

    CHECK(survey.buckets.size() == 7);
    for (std::size_t kind = 0; kind < space_kind_count; ++kind) {
        CAPTURE(space_kind_name(static_cast<SpaceKind>(kind)));
        std::uint64_t bytes = 0;
        for (const SpaceBytes& bucket : survey.buckets)
            bytes += bucket.bytes[kind];
        CHECK(bytes == survey.bytes.bytes[kind]);
    }
    CHECK(survey.buckets.front()[SpaceKind::fixed] == survey.bytes[SpaceKind::fixed]);
}

TEST_CASE("a survey measures every key and value, and each keyspace") {
    const Survey survey = database_with_everything().survey({});

    REQUIRE(survey.keyspaces.size() == 4);
    CHECK(survey.keyspaces[0].name.empty());
    CHECK(survey.keyspaces[0].entries == 5'000);
    CHECK(survey.keyspaces[1].name == "copy");
    CHECK(survey.keyspaces[2].name == "events");
    CHECK(survey.keyspaces[3].name == "tagged");
    CHECK(survey.keyspaces[3].bytes > 64);
    CHECK(survey.key_bytes.max_bytes == key_of(0).size());
    CHECK(survey.value_bytes.max_bytes == 5'000);
    CHECK(survey.value_bytes.counts.back() == 50);
    // What a clone shares is measured once; the leaf that was changed has a second life.
    CHECK(sum(survey.key_bytes.counts) > 8'001);
    CHECK(sum(survey.key_bytes.counts) < 8'300);
    CHECK(sum(survey.leaf_fill) == survey.keyspaces[0].leaves.count +
                                       survey.keyspaces[1].leaves.count +
                                       survey.keyspaces[2].leaves.count + 1);
}

TEST_CASE("a survey names the commits, or some of them with what lies between") {
    Database db = Database::in_memory({.durability = Durability::none});
    for (int number = 0; number < 100; ++number)
        db.set(key_of(1), std::to_string(number));

    const Survey all = db.survey({});
    const Survey some = db.survey({.commits_max = 7});

    CHECK(all.has_all_commits);
    CHECK(all.commits.size() == 100);
    CHECK_FALSE(some.has_all_commits);
    REQUIRE(some.commits.size() == 7);
    for (const Survey& survey : {all, some}) {
        std::uint64_t commits = 0;
        std::uint64_t bytes = survey.bytes[SpaceKind::fixed];
        for (const CommitSurvey& commit : survey.commits) {
            commits += commit.commits;
            bytes += commit.appended_bytes;
            CHECK(commit.position == commits);
            CHECK(commit.used_bytes == bytes);
        }
        CHECK(commits == 100);
        CHECK(bytes == survey.statistics.used_bytes);
        CHECK(survey.commits.back().info.id == 100);
    }
    CHECK(some.bytes[SpaceKind::older_commits] == all.bytes[SpaceKind::older_commits]);
}

TEST_CASE("a survey of some leaves says so and comes near the whole") {
    Database db = Database::in_memory();
    fill(db, 20'000);
    db.update([](Transaction& change) {
        for (std::uint64_t number = 0; number < 5'000; ++number)
            change.keyspace("events").set(key_of(number), std::string(40, 'e'));
    });
    const Survey all = db.survey({});

    const Survey some = db.survey({.leaves_max = 200});

    const auto is_near = [](std::uint64_t one, std::uint64_t other) {
        return 10 * one > 9 * other && 10 * other > 9 * one;
    };
    CHECK(all.is_exact);
    CHECK_FALSE(some.is_exact);
    CHECK(some.leaves_seen <= 201);
    CHECK(some.leaves_seen < all.leaves_seen / 3);
    CHECK(some.bytes.sum() == all.bytes.sum());
    CHECK(live_bytes(some) / 8 == live_bytes(all) / 8);
    CHECK(is_near(some.bytes[SpaceKind::leaf], all.bytes[SpaceKind::leaf]));
    CHECK(is_near(some.keyspaces[0].leaves.count, all.keyspaces[0].leaves.count));
    CHECK(is_near(sum(some.key_bytes.counts), sum(all.key_bytes.counts)));
    CHECK(some.keyspaces[1].entries == all.keyspaces[1].entries);
}

TEST_CASE("an empty database can be surveyed") {
    const Survey survey = Database::in_memory().survey({});

    CHECK(survey.is_exact);
    CHECK(survey.bytes.sum() == survey.statistics.file_bytes);
    CHECK(survey.commits.empty());
    CHECK(survey.keyspaces.size() == 1);
    CHECK(survey.keyspaces[0].ideal_height() == 0);
    CHECK_FALSE(look_at_tree(Database::in_memory().snapshot()));
}

TEST_CASE("leaves by depth are those of the tree, and the ideal height is the least") {
    Database db = Database::in_memory();
    fill(db, 3'000);
    const KeyspaceSurvey keyspace = db.survey({}).keyspaces[0];

    const auto tree = look_at_tree(db.snapshot(), {.levels = 64});

    std::vector<std::uint64_t> counts;
    count_depths(*tree, 0, counts);
    CHECK(keyspace.leaves_by_depth == counts);
    CHECK(keyspace.leaves_by_depth.size() == keyspace.height + 1);
    CHECK(sum(counts) == keyspace.leaves.count);
    CHECK((1ULL << keyspace.ideal_height()) >= keyspace.leaves.count);
    CHECK((1ULL << (keyspace.ideal_height() - 1)) < keyspace.leaves.count);
}

TEST_CASE("a tree is shown as far as asked, and all the way to a key") {
    Database db = Database::in_memory();
    fill(db, 3'000);

    const auto top = look_at_tree(db.snapshot(), {.levels = 2});
    REQUIRE(top);
    CHECK(top->entries == 3'000);
    REQUIRE(top->children.size() == 2);
    CHECK(top->children[0].entries + top->children[1].entries == 3'000);
    CHECK(top->children[0].subtree_bytes + top->children[1].subtree_bytes + top->bytes ==
          top->subtree_bytes);
    CHECK(top->children[0].children.empty());

    for (const std::uint64_t number : {0, 1'234, 2'999}) {
        const std::string key = key_of(number);
        CAPTURE(key);
        const auto way = look_at_tree(db.snapshot(), {.levels = 1, .key = key});
        const TreeNode* node = &*way;
        while (!node->is_leaf()) {
            REQUIRE(node->children.size() == 2);
            node = &node->children[key < node->separator ? 0 : 1];
        }
        CHECK(std::ranges::find(node->keys, key) != node->keys.end());
    }
}

}  // namespace dbdb::test
