#include "tree/algebra.hpp"

#include <doctest/doctest.h>

#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

using Function = Root (*)(tree::Space&, const Root&, const Root&);

struct Case {
    const char* name;
    Function function;
    /// Whether a key of the first, the second or both belongs into the result.
    bool of_first;
    bool of_second;
    bool of_both;
    bool is_payload_of_second;
};

constexpr Case all_cases[] = {{"unite", tree::unite, true, true, true, true},
                              {"intersect", tree::intersect, false, false, true, false},
                              {"subtract", tree::subtract, true, false, false, false}};

Model expected(const Case& test, const Model& first, const Model& second) {
    Model model;
    for (const auto& [key, payload] : first) {
        const bool is_in_both = second.contains(key);
        if (is_in_both ? test.of_both : test.of_first) model[key] = payload;
    }
    for (const auto& [key, payload] : second) {
        const bool is_in_both = first.contains(key);
        if (is_in_both && !test.is_payload_of_second) continue;
        if (is_in_both ? test.of_both : test.of_second) model[key] = payload;
    }
    return model;
}

Model random_model(KeyKind kind, Random& random, std::size_t entries, const std::string& letters) {
    Model model;
    for (std::size_t index = 0; index < entries; ++index) {
        model[random_key(kind, random)] = random.text(random.below(40), letters);
    }
    return model;
}

void require_sound(const TreeFixture& fixture, const Root& root) {
    const tree::CheckReport report = tree::check(fixture.source, root);
    for (const tree::Damage& damage : report.damages)
        FAIL(damage.text);
    REQUIRE(report.light_leaf_count == 0);
}

TEST_CASE("union, intersection and difference agree with those of maps") {
    for (const Case& test : all_cases) {
        for (const KeyKind kind : all_key_kinds) {
            for (std::uint64_t seed = 1; seed <= 60; ++seed) {
                CAPTURE(test.name);
                CAPTURE(static_cast<int>(kind));
                CAPTURE(seed);
                Random random(seed);
                TreeFixture fixture;
                const std::size_t sizes[] = {0, 1, 40, 300, 2500};
                const Model first = random_model(kind, random, sizes[random.below(5)], "a");
                const Model second = random_model(kind, random, sizes[random.below(5)], "ab");

                const Root root =
                    test.function(fixture.space, fixture.tree_of(first), fixture.tree_of(second));

                require_sound(fixture, root);
                REQUIRE(fixture.entries(root) == expected(test, first, second));
            }
        }
    }
}

TEST_CASE("both trees stay as they were when a new epoch has begun") {
    for (const Case& test : all_cases) {
        CAPTURE(test.name);
        Random random(9);
        TreeFixture fixture;
        const Model first = random_model(KeyKind::numbers, random, 3000, "a");
        const Model second = random_model(KeyKind::numbers, random, 1000, "b");
        const Root first_root = fixture.tree_of(first);
        const Root second_root = fixture.tree_of(second);
        fixture.space.begin_epoch();

        const Root root = test.function(fixture.space, first_root, second_root);

        require_sound(fixture, root);
        require_sound(fixture, first_root);
        require_sound(fixture, second_root);
        CHECK(fixture.entries(root) == expected(test, first, second));
        CHECK(fixture.entries(first_root) == first);
        CHECK(fixture.entries(second_root) == second);
    }
}

TEST_CASE("a tree with itself is itself, and nothing is left when it is taken from itself") {
    TreeFixture fixture;
    const Root root = fixture.tree_of({{"a", "1"}, {"b", "2"}});

    CHECK(tree::unite(fixture.space, root, root) == root);
    CHECK(tree::intersect(fixture.space, root, root) == root);
    CHECK(tree::subtract(fixture.space, root, root) == Root{});
}

/// A large tree, and the same after a few changes.
struct Versions {
    TreeFixture fixture{8U << 20};
    Root before;
    Root after;

    Versions() {
        for (std::uint64_t index = 0; index < 50'000; ++index) {
            before = fixture.insert(before, numbered_key(index), "value");
        }
        fixture.space.begin_epoch();
        after = before;
        for (std::uint64_t index = 0; index < 50'000; index += 10'000) {
            after = fixture.insert(after, numbered_key(index), "other");
        }
        fixture.space.begin_epoch();
    }
};

TEST_CASE("what two trees share is not copied") {
    Versions versions;
    TreeFixture& fixture = versions.fixture;
    const std::size_t taken_bytes = fixture.space.arena()->taken_bytes();

    CHECK(tree::unite(fixture.space, versions.before, versions.after) == versions.after);
    CHECK(tree::intersect(fixture.space, versions.before, versions.after) == versions.before);
    CHECK(tree::subtract(fixture.space, versions.before, versions.after) == Root{});
    CHECK(fixture.space.arena()->taken_bytes() == taken_bytes);
}

TEST_CASE("a few keys against many make only the nodes on their ways anew") {
    for (const Case& test : all_cases) {
        if (test.function == tree::intersect) continue;  // Its result is small anyway.
        CAPTURE(test.name);
        Versions versions;
        TreeFixture& fixture = versions.fixture;
        const Root many = fixture.write(versions.after);
        Model few;
        for (std::uint64_t index = 5; index < 50'000; index += 5000) {
            few[numbered_key(index)] = "new";
        }

        const Root root = test.function(fixture.space, many, fixture.tree_of(few));

        CHECK(root.count == (test.function == tree::unite ? 50'000 : 49'990));
        CHECK(fixture.verdict(root) == "sound");
        const std::uint64_t tail = fixture.tail;
        fixture.write(root);
        CHECK(fixture.tail - tail < 10 * 2 * (2048 + 64 * root.height()));
    }
}

}  // namespace
}  // namespace dbdb::test
