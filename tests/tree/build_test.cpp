#include "tree/build.hpp"

#include <doctest/doctest.h>

#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

tree::Builder builder_in(TreeFixture& fixture) {
    return tree::Builder([&fixture](std::span<const format::LeafEntry> entries) {
        return fixture.space.make_leaf(entries);
    });
}

TEST_CASE("a built tree holds what was added, in full leaves and as low as can be") {
    for (const std::uint64_t count : {1U, 2U, 60U, 61U, 1000U, 30'000U}) {
        CAPTURE(count);
        TreeFixture fixture;
        tree::Builder builder = builder_in(fixture);
        Model model;
        for (std::uint64_t index = 0; index < count; ++index) {
            model[numbered_key(index)] = "value";
            builder.add({numbered_key(index), "value", false});
        }
        const std::size_t leaves_before_finish = builder.leaf_count();

        const Root root = builder.finish(fixture.space);

        const tree::CheckReport report = tree::check(fixture.source, root);
        CHECK(report.damages.empty());
        CHECK(report.light_leaf_count == 0);
        CHECK(report.leaf_count <= leaves_before_finish + 1);
        CHECK(root.height() == std::bit_width(report.leaf_count - 1));
        CHECK(fixture.entries(root) == model);
    }
}

TEST_CASE("entries of 16 and 100 bytes take 122 bytes each in a built tree") {
    constexpr std::uint64_t count = 32'000;
    TreeFixture fixture;
    tree::Builder builder = builder_in(fixture);
    const std::string value(100, 'v');
    std::string key(16, 'k');
    for (std::uint64_t index = 0; index < count; ++index) {
        // Numbers as far apart as can be, so that the shortest separators are short.
        const std::uint64_t number = index * (UINT64_MAX / count);
        for (unsigned place = 0; place < 8; ++place)
            key[place] = static_cast<char>(number >> (56 - 8 * place));
        builder.add({key, value, false});
    }

    const Root root = builder.finish(fixture.space);

    CHECK(root.bytes <= 122 * count);
    CHECK(tree::check(fixture.source, root).leaf_count == count / 16);
}

TEST_CASE("a builder without entries builds an empty tree, and can build again") {
    TreeFixture fixture;
    tree::Builder builder = builder_in(fixture);

    CHECK(builder.finish(fixture.space).is_empty());
    builder.add({"a", "1", false});
    CHECK(builder.finish(fixture.space).count == 1);
    builder.add({"b", "2", false});
    CHECK(fixture.entries(builder.finish(fixture.space)) == Model{{"b", "2"}});
}

TEST_CASE("a built tree takes keys of any kind and entries of any weight") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Random random(seed);
            TreeFixture fixture;
            tree::Builder builder = builder_in(fixture);
            Model model;
            for (int index = 0; index < 1000; ++index) {
                const std::size_t payload_bytes = random.below(seed % 2 == 0 ? 40 : 1500);
                model[random_key(kind, random)] = std::string(payload_bytes, 'p');
            }
            for (const auto& [key, payload] : model)
                builder.add({key, payload, false});

            Root root = builder.finish(fixture.space);
            REQUIRE(fixture.verdict(root) == "sound");
            REQUIRE(fixture.entries(root) == model);
            for (int index = 0; index < 300; ++index) {
                const std::string key = random_key(kind, random);
                root = fixture.insert(root, key, "changed");
                model[key] = "changed";
            }
            REQUIRE(fixture.verdict(root) == "sound");
            REQUIRE(fixture.entries(root) == model);
        }
    }
}

}  // namespace
}  // namespace dbdb::test
