#include "tree/search.hpp"

#include <doctest/doctest.h>

#include "support/tree_fixture.hpp"
#include "tree/cursor.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_view_literals;

std::uint64_t rank_in(const Model& model, std::string_view key) {
    return static_cast<std::uint64_t>(std::distance(model.begin(), model.lower_bound(key)));
}

/// Keys that share long prefixes with one another in groups.
Model grouped_model() {
    Model model;
    for (const std::string_view prefix : {"tenant/0000000001/orders/"sv,
                                          "tenant/0000000001/users/"sv,
                                          "tenant/0000000002/orders/"sv}) {
        for (unsigned index = 0; index < 1500; ++index) {
            model[std::string(prefix) + numbered_key(index)] = "value";
        }
    }
    return model;
}

TEST_CASE("a key that does not share the prefix of the others is placed before or behind them") {
    TreeFixture fixture;
    const Model model = grouped_model();
    const Root root = fixture.tree_of(model);
    const std::string some_key = "tenant/0000000001/users/" + numbered_key(700);
    std::vector<std::string> probes = {"", "s", "tenant", "tenant/0000000001/p", "u", "\xff"};
    for (std::size_t bytes = 0; bytes <= some_key.size(); ++bytes) {
        probes.push_back(some_key.substr(0, bytes));
        for (const char letter : {'\0', '0', '5', '9', 'z', '\xff'}) {
            probes.push_back(some_key.substr(0, bytes) + letter);
            probes.push_back(some_key.substr(0, bytes) + letter + some_key.substr(bytes));
        }
    }
    for (const std::string& probe : probes) {
        CAPTURE(probe);
        CHECK(tree::rank(fixture.source, root, probe) == rank_in(model, probe));
        CHECK(tree::find(fixture.source, root, probe).has_value() == model.contains(probe));
        tree::Cursor cursor;
        CHECK(tree::seek(fixture.source, root, probe, cursor) == rank_in(model, probe));
    }
}

TEST_CASE("keys are ordered as unsigned bytes and a prefix comes before its continuations") {
    TreeFixture fixture;
    const Root root = fixture.tree_of({{"", "0"},
                                       {std::string("\0", 1), "1"},
                                       {std::string("\0\0", 2), "2"},
                                       {"a", "3"},
                                       {std::string("a\0", 2), "4"},
                                       {"\x7f", "5"},
                                       {"\x80", "6"},
                                       {"\xff", "7"},
                                       {"\xff\xff", "8"}});
    for (std::uint64_t index = 0; index < 9; ++index) {
        const EntryView entry = tree::nth(fixture.source, root, index);
        CHECK(entry.payload == std::to_string(index));
        CHECK(tree::rank(fixture.source, root, entry.key) == index);
    }
}

TEST_CASE("a group of keys is found as each of them is, in the file and in memory") {
    TreeFixture fixture(std::size_t{4} << 20);
    const Model model = grouped_model();
    const Root in_memory = fixture.tree_of(model);
    const Root in_file = fixture.write(in_memory);
    const Root mixed = fixture.insert(in_file, "tenant/0000000001/orders/x", "new");
    std::vector<std::string> probes;
    Random random(4);
    for (int count = 0; count < 400; ++count) {
        auto place = model.begin();
        std::advance(place, random.below(model.size()));
        probes.push_back(count % 3 == 0 ? place->first + "absent" : place->first);
    }
    probes[7] = probes[8] = "";
    for (const Root& root : {in_memory, in_file, mixed}) {
        for (std::size_t first = 0, count = 0; first + count <= probes.size(); first += count++) {
            count %= tree::find_group_size + 1;
            const std::vector<std::string_view> keys(
                probes.begin() + static_cast<std::ptrdiff_t>(first),
                probes.begin() + static_cast<std::ptrdiff_t>(first + count));
            std::vector<std::optional<EntryView>> found(count, EntryView{"left", "over", false});
            tree::find_group(fixture.source, root, keys, found);
            for (std::size_t index = 0; index < count; ++index) {
                const auto single = tree::find(fixture.source, root, keys[index]);
                REQUIRE(found[index].has_value() == single.has_value());
                REQUIRE(single.has_value() == model.contains(keys[index]));
                if (single) REQUIRE(found[index]->payload.data() == single->payload.data());
            }
        }
    }
}

TEST_CASE("searching an empty tree finds nothing") {
    const TreeFixture fixture;

    CHECK_FALSE(tree::find(fixture.source, Root{}, ""));
    CHECK(tree::rank(fixture.source, Root{}, "a") == 0);
}

TEST_CASE("the end of a prefix is behind all keys that have it and before all others") {
    std::string buffer;
    CHECK(tree::prefix_end("a", buffer) == "b");
    CHECK(tree::prefix_end("user:", buffer) == "user;");
    CHECK(tree::prefix_end("a\xff\xff", buffer) == "b");
    CHECK(tree::prefix_end("a\x7f", buffer) == "a\x80");
    CHECK(tree::prefix_end("", buffer).empty());
    CHECK(tree::prefix_end("\xff\xff", buffer).empty());
}

TEST_CASE("a cursor walks all entries forward and backward from any place") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Random random(seed);
            TreeFixture fixture;
            Model model;
            for (int index = 0; index < 2000; ++index) {
                model[random_key(kind, random)] = random.text(random.below(40), "ab");
            }
            const Root root = fixture.tree_of(model);
            const std::uint64_t start = random.below(model.size());
            tree::Cursor cursor;
            auto place = std::next(model.begin(), static_cast<std::ptrdiff_t>(start));

            tree::seek_rank(fixture.source, root, start, cursor);
            for (std::uint64_t index = start;; ++index, ++place) {
                REQUIRE(tree::entry_at(cursor).key == place->first);
                if (index + 1 == model.size()) break;
                tree::step_forward(fixture.source, cursor);
            }
            for (std::uint64_t index = model.size() - 1;; --index, --place) {
                REQUIRE(tree::entry_at(cursor).key == place->first);
                if (index == 0) break;
                tree::step_backward(fixture.source, cursor);
            }
        }
    }
}

TEST_CASE("a cursor sought by key stands on the first key that is not less") {
    TreeFixture fixture;
    const Model model = grouped_model();
    const Root root = fixture.tree_of(model);
    Random random(4);
    for (int round = 0; round < 3000; ++round) {
        std::string key =
            std::next(model.begin(), static_cast<std::ptrdiff_t>(random.below(model.size())))
                ->first;
        key.resize(random.below(key.size() + 1));
        key += random.text(random.below(3),
                           "\0"
                           "5z\xff"sv);
        CAPTURE(key);
        tree::Cursor cursor;
        const std::uint64_t rank = tree::seek(fixture.source, root, key, cursor);
        REQUIRE(rank == rank_in(model, key));
        if (rank == model.size()) {
            REQUIRE(cursor.index == cursor.count);
        } else {
            REQUIRE(tree::entry_at(cursor).key == model.lower_bound(key)->first);
        }
    }
}

}  // namespace
}  // namespace dbdb::test
