#include "tree/wide_branches.hpp"

#include <iterator>
#include <vector>

#include <doctest/doctest.h>

#include "format/key_hash.hpp"
#include "support/tree_fixture.hpp"
#include "tree/cursor.hpp"
#include "tree/descent.hpp"
#include "tree/search.hpp"
#include "tree/search_tables.hpp"
#include "tree/step.hpp"

namespace dbdb::test {
namespace {

using tree::WideBranches;

/// At the first branch on the way of `descent` that may have a wide branch: one that stands for
/// more than itself.
tree::Step start(const TreeFixture& fixture, const Root& root, tree::BlindDescent& descent) {
    tree::Step step(fixture.source, root);
    while (step.height() == WideBranches::height_below(step.height()) + 1)
        step.descend(descent.side(step.branch()));
    return step;
}

/// Where wide branches lead a search for `key`; empty when not the first of them tells.
std::optional<tree::Step> step_by_wide_branches(const TreeFixture& fixture,
                                                const Root& root,
                                                const std::string& key) {
    tree::BlindDescent descent(key);
    tree::Step step = start(fixture, root, descent);
    const unsigned height = step.height();
    fixture.source.search_tables()->wide_branches.descend(step, descent);
    if (step.height() == height) return std::nullopt;
    return step;
}

/// Where `key` leads by the branches alone, down to `height`.
std::uint64_t place_by_branches(const TreeFixture& fixture,
                                const Root& root,
                                const std::string& key,
                                unsigned height) {
    tree::BlindDescent descent(key);
    tree::Step step(fixture.source, root);
    while (step.height() > height)
        step.descend(descent.side(step.branch()));
    return step.offset();
}

void find_all(const TreeFixture& fixture, const Root& root, const Model& model) {
    for (const auto& [key, payload] : model)
        REQUIRE(tree::find(fixture.source, root, key)->payload == payload);
}

/// Of few keys and many leaves.
Model random_model(KeyKind kind, std::uint64_t seed) {
    Random random(seed);
    Model model;
    for (int time = 0; time < 400; ++time)
        model[random_key(kind, random)] = std::string(700, 'v');
    return model;
}

Model numbered(std::uint64_t count) {
    Model model;
    for (std::uint64_t index = 0; index < count; ++index)
        model[numbered_key(index)] = std::string(100, 'v');
    return model;
}

TEST_CASE("a wide branch leads where the branches lead, whatever the keys are") {
    for (const KeyKind kind : all_key_kinds) {
        CAPTURE(static_cast<int>(kind));
        const Model model = random_model(kind, 7);
        TreeFixture fixture(std::size_t{1} << 20);
        const Root root = fixture.write(fixture.tree_of(model));
        REQUIRE(root.height() > WideBranches::levels + 2);
        find_all(fixture, root, model);
        find_all(fixture, root, model);

        std::size_t told = 0;
        for (const auto& [key, payload] : model) {
            const auto step = step_by_wide_branches(fixture, root, key);
            if (!step) continue;
            CHECK(step->offset() == place_by_branches(fixture, root, key, step->height()));
            ++told;
        }
        CHECK(told > 0);
    }
}

/// The way of `key` by the branches alone.
struct Way {
    Way(const TreeFixture& fixture, const Root& root, const std::string& key) {
        tree::Step step(fixture.source, root);
        tree::Descent descent(key);
        while (step.is_at_branch()) {
            const Side side = descent.side(step.branch());
            path.push_back(step.branch().data());
            sides.push_back(side);
            step.descend(side);
        }
    }

    std::vector<const std::byte*> path;
    std::vector<Side> sides;
};

void check_way(const tree::Cursor& cursor, const Way& way) {
    REQUIRE(cursor.depth == way.path.size());
    for (unsigned level = 0; level < cursor.depth; ++level) {
        CHECK(cursor.path[level] == way.path[level]);
        CHECK((cursor.went_right >> level & 1) == static_cast<std::uint64_t>(way.sides[level]));
    }
}

TEST_CASE("a cursor goes the same way by wide branches, and tells the same rank") {
    for (const KeyKind kind : all_key_kinds) {
        CAPTURE(static_cast<int>(kind));
        const Model model = random_model(kind, 8);
        TreeFixture fixture(std::size_t{1} << 20);
        const Root root = fixture.write(fixture.tree_of(model));

        for (int time = 0; time < 3; ++time) {
            std::uint64_t rank = 0;
            for (const auto& [key, payload] : model) {
                tree::Cursor cursor;
                REQUIRE(tree::seek(fixture.source, root, key, cursor) == rank);
                check_way(cursor, Way(fixture, root, key));
                ++rank;
                REQUIRE(tree::seek(fixture.source, root, key + '\0', cursor) == rank);
                const std::string absent = key.substr(0, key.size() / 2) + "\xff";
                const auto next = model.lower_bound(absent);
                const auto smaller = std::distance(model.begin(), next);
                REQUIRE(tree::seek(fixture.source, root, absent, cursor) ==
                        static_cast<std::uint64_t>(smaller));
            }
        }
    }
}

TEST_CASE("a wide branch is made only once all that it stands for has been admitted") {
    const Model model = numbered(300);
    TreeFixture fixture(std::size_t{1} << 20);
    const Root root = fixture.write(fixture.tree_of(model));
    for (int time = 0; time < 100; ++time) {
        for (std::uint64_t index = 0; index < 10; ++index)
            tree::find(fixture.source, root, numbered_key(index));
    }
    CHECK_FALSE(step_by_wide_branches(fixture, root, numbered_key(0)));
    find_all(fixture, root, model);
    find_all(fixture, root, model);
    CHECK(step_by_wide_branches(fixture, root, numbered_key(0)));
}

TEST_CASE("what may be written over has no wide branch any more") {
    const Model model = numbered(300);
    TreeFixture fixture(std::size_t{1} << 20);
    const Root root = fixture.write(fixture.tree_of(model));
    find_all(fixture, root, model);
    find_all(fixture, root, model);

    fixture.source.forget_from(root.ref.offset() + 64);
    CHECK(step_by_wide_branches(fixture, root, numbered_key(0)));
    fixture.source.forget_from(root.ref.offset());
    CHECK_FALSE(step_by_wide_branches(fixture, root, numbered_key(0)));
    find_all(fixture, root, model);
}

TEST_CASE("the tables of a file grow with what is live in it, and are filled anew") {
    const Model model = numbered(300);
    TreeFixture fixture(std::size_t{1} << 20);
    const Root root = fixture.write(fixture.tree_of(model));
    find_all(fixture, root, model);
    find_all(fixture, root, model);
    const tree::SearchTables* const small = fixture.source.search_tables();
    REQUIRE(small != nullptr);
    CHECK(step_by_wide_branches(fixture, root, numbered_key(0)));

    fixture.source.expect_live(std::size_t{1} << 20);
    CHECK(fixture.source.search_tables() == small);
    fixture.source.expect_live(std::size_t{1} << 30);
    const tree::SearchTables* const large = fixture.source.search_tables();
    CHECK(large != small);
    CHECK_FALSE(step_by_wide_branches(fixture, root, numbered_key(0)));
    find_all(fixture, root, model);
    CHECK(step_by_wide_branches(fixture, root, numbered_key(0)));

    fixture.source.expect_live(1);
    CHECK(fixture.source.search_tables() == large);
    fixture.source.forget_from(format::records_begin);
    CHECK_FALSE(step_by_wide_branches(fixture, root, numbered_key(0)));
    find_all(fixture, root, model);
}

TEST_CASE("a record that is to be forgotten while it is written is not shown") {
    tree::Tag tag{};
    const auto number = tag.begin_write();
    REQUIRE(number);
    CHECK_FALSE(tag.begin_write());
    tag.forget_from(1024);
    CHECK_FALSE(tag.begin_write());
    tag.end_write(*number, 2048);
    CHECK_FALSE(tree::Tag::names(tag.load(), 2048));

    const auto next = tag.begin_write();
    REQUIRE(next);
    CHECK(*next != *number);
    tag.end_write(*next, 2048);
    CHECK(tree::Tag::names(tag.load(), 2048));
    tag.forget_from(4096);
    CHECK(tree::Tag::names(tag.load(), 2048));
    tag.forget_from(2048);
    CHECK_FALSE(tree::Tag::names(tag.load(), 2048));
}

}  // namespace
}  // namespace dbdb::test
