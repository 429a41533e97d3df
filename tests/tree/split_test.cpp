#include <doctest/doctest.h>

#include "support/tree_fixture.hpp"
#include "tree/edit.hpp"
#include "tree/join.hpp"

namespace dbdb::test {
namespace {

Model random_model(KeyKind kind, Random& random, std::size_t entries) {
    Model model;
    for (std::size_t index = 0; index < entries; ++index) {
        model[random_key(kind, random)] = random.text(random.below(50), "xy");
    }
    return model;
}

Model part_of(const Model& model, std::string_view from, std::string_view to) {
    return {model.lower_bound(from), model.lower_bound(to)};
}

TEST_CASE("a split gives the smaller keys and the others, both sound") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 1; seed <= 150; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Random random(seed);
            TreeFixture fixture;
            const Model model = random_model(kind, random, random.below(1000));
            const std::string key = random_key(kind, random);

            const tree::Halves halves = tree::split(fixture.space, fixture.tree_of(model), key);

            REQUIRE(fixture.verdict(halves.left) == "sound");
            REQUIRE(fixture.verdict(halves.right) == "sound");
            REQUIRE(fixture.entries(halves.left) == Model(model.begin(), model.lower_bound(key)));
            REQUIRE(fixture.entries(halves.right) == Model(model.lower_bound(key), model.end()));
        }
    }
}

TEST_CASE("a split that cuts nothing off leaves the tree as it was") {
    TreeFixture fixture;
    Model model;
    for (unsigned index = 0; index < 3000; ++index)
        model[numbered_key(index)] = "value";
    const Root root = fixture.tree_of(model);
    const std::size_t taken_bytes = fixture.space.arena()->taken_bytes();

    CHECK(tree::split(fixture.space, root, "").right == root);
    CHECK(tree::split(fixture.space, root, "").left == Root{});
    CHECK(tree::split(fixture.space, root, "z").left == root);
    CHECK(tree::split(fixture.space, root, "z").right == Root{});
    CHECK(fixture.space.arena()->taken_bytes() == taken_bytes);
    CHECK(fixture.entries(root) == model);
}

TEST_CASE("concatenating what was split gives the same entries in full leaves") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Random random(seed);
            TreeFixture fixture;
            const Model model = random_model(kind, random, 1 + random.below(3000));
            Root root = fixture.tree_of(model);
            for (int round = 0; round < 5; ++round) {
                const tree::Halves halves =
                    tree::split(fixture.space, root, random_key(kind, random));
                root = tree::concatenate(fixture.space, halves.left, halves.right);
                const tree::CheckReport report = tree::check(fixture.source, root);
                REQUIRE(report.damages.empty());
                REQUIRE(report.light_leaf_count == 0);
            }
            REQUIRE(fixture.entries(root) == model);
        }
    }
}

TEST_CASE("trees of any two heights can be joined") {
    for (const unsigned left_count : {1U, 30U, 400U, 9000U}) {
        for (const unsigned right_count : {1U, 30U, 400U, 9000U}) {
            TreeFixture fixture;
            Root left;
            Root right;
            for (unsigned index = 0; index < left_count; ++index) {
                left = fixture.insert(left, "a" + numbered_key(index), "value");
            }
            for (unsigned index = 0; index < right_count; ++index) {
                right = fixture.insert(right, "b" + numbered_key(index), "value");
            }
            const unsigned higher = std::max(left.height(), right.height());

            const Root joined = tree::join(fixture.space, left, "b", right);

            REQUIRE(fixture.verdict(joined) == "sound");
            REQUIRE(joined.count == left_count + right_count);
            REQUIRE(joined.height() <= higher + 1);
        }
    }
}

TEST_CASE("erasing a range takes out its keys and no others") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Random random(seed);
            TreeFixture fixture;
            Model model = random_model(kind, random, random.below(2000));
            const std::string from = random_key(kind, random);
            const std::string to = random_key(kind, random);

            const Root root = tree::erase_range(fixture.space, fixture.tree_of(model), from, to);

            if (from < to) model.erase(model.lower_bound(from), model.lower_bound(to));
            const tree::CheckReport report = tree::check(fixture.source, root);
            REQUIRE(report.damages.empty());
            REQUIRE(report.light_leaf_count == 0);
            REQUIRE(fixture.entries(root) == model);
        }
    }
}

TEST_CASE("erasing a range without an end takes out everything from its begin on") {
    TreeFixture fixture;
    Model model;
    for (unsigned index = 0; index < 2000; ++index)
        model[numbered_key(index)] = "value";

    const Root root =
        tree::erase_range(fixture.space, fixture.tree_of(model), numbered_key(700), std::nullopt);

    CHECK(fixture.verdict(root) == "sound");
    CHECK(fixture.entries(root) == part_of(model, "", numbered_key(700)));
    CHECK(tree::erase_range(fixture.space, root, "", std::nullopt).is_empty());
}

TEST_CASE("the shortest separator parts its neighbours and is a prefix of the greater") {
    CHECK(tree::shortest_separator("", "b") == "b");
    CHECK(tree::shortest_separator("apple", "banana") == "b");
    CHECK(tree::shortest_separator("app", "apple") == "appl");
    CHECK(tree::shortest_separator("apple", "apply") == "apply");
    CHECK(tree::shortest_separator("same prefix, 1", "same prefix, 2 and more") ==
          "same prefix, 2");
}

}  // namespace
}  // namespace dbdb::test
