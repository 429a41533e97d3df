#include "tree/edit.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "support/tree_fixture.hpp"
#include "tree/search.hpp"

namespace dbdb::test {
namespace {

std::string payload_of(Random& random, std::size_t bytes_max) {
    return random.text(random.below(bytes_max + 1), "abc");
}

/// A tree and the model that it must agree with, changed by the same random operations.
class Pair {
public:
    Pair(KeyKind kind, std::uint64_t seed, std::size_t payload_bytes_max)
        : random_(seed), kind_(kind), payload_bytes_max_(payload_bytes_max) {}

    /// Puts `insert_percent` in a hundred in and takes the others out.
    void change(std::size_t insert_percent) {
        const std::string key = random_key(kind_, random_);
        if (random_.below(100) < insert_percent) {
            const std::string payload = payload_of(random_, payload_bytes_max_);
            root_ = fixture_.insert(root_, key, payload);
            model_[key] = payload;
            return;
        }
        const auto erased = tree::erase(fixture_.space, root_, key);
        REQUIRE(erased.has_value() == (model_.erase(key) == 1));
        if (erased) root_ = *erased;
    }

    void erase_some_range() {
        const std::string from = random_key(kind_, random_);
        const std::string to = random_key(kind_, random_);
        root_ = tree::erase_range(fixture_.space, root_, from, to);
        if (from < to) model_.erase(model_.lower_bound(from), model_.lower_bound(to));
    }

    void compare() {
        const tree::CheckReport report = tree::check(fixture_.source, root_);
        for (const tree::Damage& damage : report.damages)
            FAIL(damage.text);
        if (payload_bytes_max_ < 100) REQUIRE(report.light_leaf_count == 0);
        REQUIRE(root_.count == model_.size());
        REQUIRE(fixture_.entries(root_) == model_);
        compare_search();
    }

private:
    void compare_search() {
        const std::string key = random_key(kind_, random_);
        const auto place = model_.lower_bound(key);
        const auto smaller = static_cast<std::uint64_t>(std::distance(model_.begin(), place));
        const auto found = tree::find(fixture_.source, root_, key);
        REQUIRE(found.has_value() == model_.contains(key));
        if (found) CHECK(found->payload == model_[key]);
        REQUIRE(tree::rank(fixture_.source, root_, key) == smaller);
        if (place != model_.end()) {
            REQUIRE(tree::nth(fixture_.source, root_, smaller).key == place->first);
        }
    }

    TreeFixture fixture_;
    Random random_;
    KeyKind kind_;
    std::size_t payload_bytes_max_;
    Root root_;
    Model model_;
};

TEST_CASE("a tree agrees with a map after any insertions and erasures") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Pair pair(kind, seed, 60);
            for (int round = 0; round < 600; ++round) {
                const std::size_t insert_percent = round % 200 < 120 ? 75 : 20;
                for (int step = 0; step < 5; ++step)
                    pair.change(insert_percent);
                if (round % 97 == 0) pair.erase_some_range();
                pair.compare();
            }
        }
    }
}

TEST_CASE("a tree agrees with a map when entries are as heavy as leaves") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 11; seed <= 14; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Pair pair(kind, seed, seed % 2 == 0 ? 1024 : 4000);
            for (int round = 0; round < 300; ++round) {
                for (int step = 0; step < 3; ++step)
                    pair.change(round % 150 < 100 ? 70 : 25);
                if (round % 41 == 0) pair.erase_some_range();
                pair.compare();
            }
        }
    }
}

TEST_CASE("keys of the greatest length can stand beside each other and short ones") {
    TreeFixture fixture;
    Model model;
    Root root;
    const std::string longest(65'535, 'k');
    for (char letter = 'a'; letter <= 'z'; ++letter) {
        for (const std::size_t bytes : {1UL, 300UL, 65'534UL, 65'535UL}) {
            std::string key = longest.substr(0, bytes);
            key.back() = letter;
            root = fixture.insert(root, key, key.substr(0, 3));
            model[key] = key.substr(0, 3);
            REQUIRE(fixture.verdict(root) == "sound");
        }
    }
    CHECK(fixture.entries(root) == model);
    for (const auto& [key, payload] : model) {
        REQUIRE(tree::find(fixture.source, root, key));
        const auto erased = tree::erase(fixture.space, root, key);
        REQUIRE(erased);
        root = *erased;
        REQUIRE(fixture.verdict(root) == "sound");
    }
    CHECK(root.is_empty());
}

TEST_CASE("erasing what is not there changes nothing") {
    TreeFixture fixture;
    const Root root = fixture.tree_of({{"a", "1"}, {"c", "2"}});

    CHECK_FALSE(tree::erase(fixture.space, root, "b"));
    CHECK_FALSE(tree::erase(fixture.space, Root{}, "a"));
    CHECK(fixture.entries(root) == Model{{"a", "1"}, {"c", "2"}});
}

TEST_CASE("erasing the last entry leaves an empty tree without bytes") {
    TreeFixture fixture;
    const Root root = fixture.tree_of({{"a", "1"}});

    const auto erased = tree::erase(fixture.space, root, "a");

    REQUIRE(erased);
    CHECK(*erased == Root{});
}

TEST_CASE("the mark of an extended entry follows its payload") {
    TreeFixture fixture;
    const auto payload = format::blob_payload({format::records_begin, 5000, 7});
    const std::string_view text(payload.data(), payload.size());
    Root root = fixture.insert({}, "plain", "value");

    root = tree::insert(fixture.space, root, {"large", text, true});

    CHECK(tree::find(fixture.source, root, "large")->is_extended);
    CHECK(tree::find(fixture.source, root, "large")->payload == text);
    CHECK_FALSE(tree::find(fixture.source, root, "plain")->is_extended);
    CHECK(root.bytes == 64 + format::blob_bytes(5000));
}

std::vector<std::uint64_t> order_of(std::size_t count, const std::string& name) {
    std::vector<std::uint64_t> order(count);
    for (std::size_t index = 0; index < count; ++index)
        order[index] = index;
    if (name == "descending") std::ranges::reverse(order);
    Random random(5);
    for (std::size_t end = count; name == "random" && end > 1; --end) {
        std::swap(order[end - 1], order[random.below(end)]);
    }
    return order;
}

/// By weight: the leaves are uniform, so each entry saves its slot and two lengths of a byte.
double average_fill(const tree::CheckReport& report, const Root& root) {
    const std::uint64_t branches = report.branch_count * format::record_bytes_min;
    const double leaf_bytes = static_cast<double>(root.bytes - branches + 4 * root.count);
    return leaf_bytes / static_cast<double>(report.leaf_count) / format::leaf_weight_max;
}

TEST_CASE("height and fill stay within their bounds in whatever order keys come") {
    for (const std::string name : {"ascending", "descending", "random"}) {
        CAPTURE(name);
        TreeFixture fixture;
        Root root;
        for (const std::uint64_t index : order_of(60'000, name)) {
            root = fixture.insert(root, numbered_key(index), "twenty bytes of value");
        }
        const tree::CheckReport report = tree::check(fixture.source, root);
        const double leaves = static_cast<double>(report.leaf_count);

        REQUIRE(report.damages.empty());
        REQUIRE(report.light_leaf_count == 0);
        REQUIRE(root.height() <= 1.4405 * std::log2(leaves + 2));
        REQUIRE(average_fill(report, root) >= (name == "random" ? 0.6 : 0.9));
    }
}

TEST_CASE(
    "a leaf of small entries does not stay light after they were overwritten by smaller ones") {
    TreeFixture fixture;
    Root root;
    for (unsigned index = 0; index < 400; ++index) {
        root = fixture.insert(root, numbered_key(index), std::string(450, 'v'));
    }
    for (unsigned index = 0; index < 400; ++index) {
        root = fixture.insert(root, numbered_key(index), "v");
        const tree::CheckReport report = tree::check(fixture.source, root);
        REQUIRE(report.damages.empty());
        REQUIRE(report.light_leaf_count == 0);
    }
    CHECK(tree::check(fixture.source, root).leaf_count < 10);
}

}  // namespace
}  // namespace dbdb::test
