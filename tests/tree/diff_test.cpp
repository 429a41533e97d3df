#include "tree/diff.hpp"

#include <doctest/doctest.h>

#include "support/tree_fixture.hpp"
#include "tree/build.hpp"
#include "tree/join.hpp"

namespace dbdb::test {
namespace {

/// A change as text: "key:before>after" with "-" for none.
std::string described(const tree::EntryChange& change) {
    const auto side = [](const std::optional<EntryView>& entry) {
        return entry ? std::string(entry->payload) : "-";
    };
    if (change.before) REQUIRE(change.before->key == change.key);
    if (change.after) REQUIRE(change.after->key == change.key);
    return std::string(change.key) + ":" + side(change.before) + ">" + side(change.after);
}

std::vector<std::string> changes_of(tree::Diff diff) {
    std::vector<std::string> changes;
    while (const auto change = diff.next())
        changes.push_back(described(*change));
    return changes;
}

std::vector<std::string> expected(const Model& before,
                                  const Model& after,
                                  const tree::KeyBounds& bounds) {
    Model keys = before;
    keys.insert(after.begin(), after.end());
    std::vector<std::string> changes;
    for (const auto& [key, ignored] : keys) {
        if (key < bounds.from || (bounds.to && key >= *bounds.to)) continue;
        const auto old = before.find(key);
        const auto now = after.find(key);
        const std::string left = old == before.end() ? "-" : old->second;
        const std::string right = now == after.end() ? "-" : now->second;
        if (left != right) changes.push_back(key + ":" + left + ">" + right);
    }
    return changes;
}

/// A tree with its model, changed at random from one version to the next.
struct Versions {
    TreeFixture fixture;
    Model before;
    Model after;
    Root root_before;
    Root root_after;

    Versions(KeyKind kind, Random& random, std::size_t entries, std::size_t changes) {
        for (std::size_t index = 0; index < entries; ++index) {
            before[random_key(kind, random)] = random.text(random.below(40), "ab");
        }
        root_before = fixture.tree_of(before);
        fixture.space.begin_epoch();
        after = before;
        root_after = root_before;
        for (std::size_t index = 0; index < changes; ++index)
            change(kind, random);
    }

    void change(KeyKind kind, Random& random) {
        const std::string key = random_key(kind, random);
        if (random.below(2) == 0) {
            after[key] = "new";
            root_after = fixture.insert(root_after, key, "new");
        } else if (after.erase(key) == 1) {
            root_after = *tree::erase(fixture.space, root_after, key);
        }
    }

    tree::Diff diff(const tree::KeyBounds& bounds, tree::Order order) const {
        return {fixture.source, root_before, fixture.source, root_after, bounds, order};
    }
};

TEST_CASE("a diff agrees with that of maps, whole and between bounds, in either order") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 1; seed <= 80; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Random random(seed);
            const std::size_t sizes[] = {0, 1, 50, 600, 3000};
            const Versions versions(kind, random, sizes[random.below(5)], sizes[random.below(4)]);
            const tree::KeyBounds bounds[] = {{},
                                              {random_key(kind, random), std::nullopt},
                                              {"", random_key(kind, random)},
                                              {random_key(kind, random), random_key(kind, random)}};
            for (const tree::KeyBounds& bound : bounds) {
                auto changes = expected(versions.before, versions.after, bound);
                REQUIRE(changes_of(versions.diff(bound, tree::Order::ascending)) == changes);
                std::ranges::reverse(changes);
                REQUIRE(changes_of(versions.diff(bound, tree::Order::descending)) == changes);
            }
        }
    }
}

TEST_CASE("a diff of trees that share nothing compares every entry") {
    Random random(3);
    TreeFixture fixture;
    Model before;
    Model after;
    for (int index = 0; index < 4000; ++index) {
        before[random_key(KeyKind::numbers, random)] = "old";
        after[random_key(KeyKind::numbers, random)] = index % 2 == 0 ? "old" : "new";
    }
    const Root root_before = fixture.tree_of(before);
    const Root root_after = fixture.tree_of(after);

    CHECK(changes_of({fixture.source, root_before, fixture.source, root_after}) ==
          expected(before, after, {}));
}

TEST_CASE("a diff with an empty tree gives every entry as added or removed") {
    TreeFixture fixture;
    const Root root = fixture.tree_of({{"a", "1"}, {"b", "2"}});

    CHECK(changes_of({fixture.source, Root{}, fixture.source, root}) ==
          std::vector<std::string>{"a:->1", "b:->2"});
    CHECK(changes_of({fixture.source, root, fixture.source, Root{}}) ==
          std::vector<std::string>{"a:1>-", "b:2>-"});
    CHECK(changes_of({fixture.source, Root{}, fixture.source, Root{}}).empty());
}

TEST_CASE("an entry of the same bytes but another mark is a change") {
    TreeFixture fixture;
    const auto payload = format::blob_payload({format::records_begin, 5000, 7});
    const std::string_view text(payload.data(), payload.size());
    const Root plain = fixture.insert({}, "key", text);
    const Root extended = tree::insert(fixture.space, {}, {"key", text, true});
    tree::Diff diff(fixture.source, plain, fixture.source, extended);

    const auto change = diff.next();

    REQUIRE(change);
    CHECK_FALSE(change->before->is_extended);
    CHECK(change->after->is_extended);
    CHECK_FALSE(diff.next());
}

TEST_CASE("a diff may be moved while it runs") {
    TreeFixture fixture;
    const Root before = fixture.tree_of({{"a", "1"}, {"b", "2"}, {"c", "3"}});
    tree::Diff first(fixture.source, before, fixture.source, Root{}, {"b", "c"});
    tree::Diff second = std::move(first);

    CHECK(described(second.next().value()) == "b:2>-");
    CHECK_FALSE(second.next());
}

/// A million entries, made once.
struct Million {
    TreeFixture fixture;
    Root root;

    Million() {
        tree::Builder builder([this](std::span<const format::LeafEntry> entries) {
            return fixture.space.make_leaf(entries);
        });
        for (std::uint64_t index = 0; index < 1'000'000; ++index) {
            builder.add({numbered_key(index), "the value of this entry", false});
        }
        root = builder.finish(fixture.space);
        fixture.space.begin_epoch();
    }
};

std::uint64_t nodes_to_find(const TreeFixture& fixture,
                            const Root& before,
                            const Root& after,
                            std::size_t changes) {
    std::uint64_t opened_max = 0;
    for (const tree::Order order : {tree::Order::ascending, tree::Order::descending}) {
        tree::Diff diff(fixture.source, before, fixture.source, after, {}, order);
        std::size_t found = 0;
        while (diff.next())
            ++found;
        CHECK(found == changes);
        opened_max = std::max(opened_max, diff.opened_node_count());
    }
    return opened_max;
}

TEST_CASE("a diff of a million entries reads only the nodes on the ways to what changed") {
    Million million;
    TreeFixture& fixture = million.fixture;
    const auto key_at = [](std::uint64_t index) { return numbered_key(index * 99'991 + 17); };

    SUBCASE("ten entries overwritten") {
        Root after = million.root;
        for (std::uint64_t index = 0; index < 10; ++index) {
            after = fixture.insert(after, key_at(index), "new");
        }
        CHECK(nodes_to_find(fixture, million.root, after, 10) < 600);
    }
    SUBCASE("ten entries erased") {
        Root after = million.root;
        for (std::uint64_t index = 0; index < 10; ++index) {
            after = *tree::erase(fixture.space, after, key_at(index));
        }
        CHECK(nodes_to_find(fixture, million.root, after, 10) < 600);
    }
    SUBCASE("a tree cut and put together at ten places, so that it is balanced otherwise") {
        Root after = million.root;
        for (std::uint64_t index = 0; index < 10; ++index) {
            const tree::Halves halves = tree::split(fixture.space, after, key_at(index));
            after = tree::concatenate(fixture.space, halves.left, halves.right);
        }
        CHECK(nodes_to_find(fixture, million.root, after, 0) < 2000);
    }
    SUBCASE("a thousand entries in a row erased") {
        const Root after = tree::erase_range(
            fixture.space, million.root, numbered_key(500'000), numbered_key(501'000));
        CHECK(nodes_to_find(fixture, million.root, after, 1000) < 300);
    }
    SUBCASE("nothing changed") {
        CHECK(nodes_to_find(fixture, million.root, million.root, 0) == 0);
    }
}

}  // namespace
}  // namespace dbdb::test
