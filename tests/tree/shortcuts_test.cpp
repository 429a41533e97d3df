#include "tree/shortcuts.hpp"

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "format/key_hash.hpp"
#include "support/tree_fixture.hpp"
#include "tree/search.hpp"
#include "tree/search_tables.hpp"

namespace dbdb::test {
namespace {

std::optional<EntryView> find_by_shortcut(const tree::Source& source,
                                          Ref branch,
                                          std::string_view key,
                                          bool& tells) {
    std::optional<EntryView> found;
    tells = source.search_tables()->shortcuts.find(
        source, branch.offset(), key, format::key_hash(key), found);
    return found;
}

bool tells_of(const tree::Source& source, Ref branch, std::string_view key) {
    bool tells = false;
    find_by_shortcut(source, branch, key, tells);
    return tells;
}

/// How many of the keys shortcuts tell of.
std::size_t count_told(const tree::Source& source, Ref ref, const Model& model) {
    if (ref.height() == 0) return 0;
    std::size_t told = 0;
    if (ref.height() <= tree::Shortcuts::height_max) {
        for (const auto& [key, payload] : model) {
            bool tells = false;
            const auto found = find_by_shortcut(source, ref, key, tells);
            if (found) CHECK(found->payload == payload);
            told += found ? 1 : 0;
        }
        return told;
    }
    const format::BranchView branch = source.branch(ref);
    return count_told(source, branch.child(Side::left), model) +
           count_told(source, branch.child(Side::right), model);
}

void check_reads(const tree::Source& source, const Root& root, const Model& model) {
    for (const auto& [key, payload] : model) {
        const auto found = tree::find(source, root, key);
        REQUIRE(found);
        REQUIRE(found->key == key);
        REQUIRE(found->payload == payload);
        for (const std::string& absent : {key + '\0', key + "\xff", key.substr(0, key.size() / 2)})
            REQUIRE(tree::find(source, root, absent).has_value() == model.contains(absent));
    }
}

TEST_CASE("a tree reads the same by shortcuts, whatever its keys and leaves are") {
    for (const KeyKind kind : all_key_kinds) {
        for (const std::uint64_t lengths : {1U, 2U, 300U}) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(lengths);
            Random random(lengths);
            Model model;
            for (int index = 0; index < 400; ++index)
                model[random_key(kind, random)] = random.text(100 + random.below(lengths), "ab");
            TreeFixture fixture(std::size_t{1} << 20);
            const Root root = fixture.write(fixture.tree_of(model));

            for (int time = 0; time < 3; ++time)
                check_reads(fixture.source, root, model);

            CHECK(count_told(fixture.source, root.ref, model) > 0);
        }
    }
}

/// Two leaves of numbered keys below one branch.
Model two_leaves() {
    Model model;
    for (std::uint64_t index = 0; index < 20; ++index)
        model[numbered_key(index)] = std::string(100, 'v');
    return model;
}

TEST_CASE("a shortcut is made only once all below its branch has been admitted") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of(two_leaves()));
    REQUIRE(root.height() == 1);
    const format::BranchView branch = fixture.source.branch(root.ref);
    const format::LeafView left = fixture.source.leaf(branch.child(Side::left));
    const format::LeafView right = fixture.source.leaf(branch.child(Side::right));

    for (unsigned index = 0; index < left.count(); ++index)
        tree::find(fixture.source, root, left.key(index));
    CHECK_FALSE(tells_of(fixture.source, root.ref, left.key(0)));
    tree::find(fixture.source, root, right.key(0));
    for (unsigned index = 0; index < left.count(); ++index)
        tree::find(fixture.source, root, left.key(index));
    CHECK(tells_of(fixture.source, root.ref, left.key(0)));
}

TEST_CASE("what may be written over has no shortcut any more") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of(two_leaves()));
    check_reads(fixture.source, root, two_leaves());
    REQUIRE(tells_of(fixture.source, root.ref, "key"));

    fixture.source.forget_from(root.ref.offset() + 64);
    CHECK(tells_of(fixture.source, root.ref, "key"));
    fixture.source.forget_from(root.ref.offset());
    CHECK_FALSE(tells_of(fixture.source, root.ref, "key"));
    check_reads(fixture.source, root, two_leaves());
    CHECK(tells_of(fixture.source, root.ref, "key"));
}

TEST_CASE("threads read right while shortcuts take the places of others") {
    Model model;
    for (std::uint64_t index = 0; index < 2'000; ++index)
        model[numbered_key(index)] = std::to_string(index) + std::string(100, 'v');
    TreeFixture fixture(std::size_t{1}
                        << 19);  // Has places for 64 shortcuts, and needs them twice.
    const Root root = fixture.write(fixture.tree_of(model));

    std::atomic<unsigned> wrong = 0;
    const auto read = [&](std::uint64_t seed) {
        Random random(seed);
        for (int time = 0; time < 20'000; ++time) {
            const std::uint64_t index = random.below(2'500);
            const auto found = tree::find(fixture.source, root, numbered_key(index));
            const bool is_right =
                index < 2'000 ? found && found->payload.starts_with(std::to_string(index) + 'v')
                              : !found;
            if (!is_right) ++wrong;
        }
    };
    std::thread other(read, 1);
    read(2);
    other.join();

    CHECK(wrong == 0);
}

}  // namespace
}  // namespace dbdb::test
