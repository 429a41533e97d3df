#include <doctest/doctest.h>

#include "support/tree_fixture.hpp"
#include "tree/search.hpp"

namespace dbdb::test {
namespace {

TEST_CASE("a tree reads the same after many changes of the next epoch") {
    for (const KeyKind kind : all_key_kinds) {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(seed);
            Random random(seed);
            TreeFixture fixture;
            std::vector<std::pair<Root, Model>> versions(1);
            for (int version = 0; version < 8; ++version) {
                auto [root, model] = versions.back();
                fixture.space.begin_epoch();
                for (int step = 0; step < 300; ++step) {
                    const std::string key = random_key(kind, random);
                    if (random.below(3) > 0) {
                        const std::string payload = random.text(random.below(40), "ab");
                        root = fixture.insert(root, key, payload);
                        model[key] = payload;
                    } else if (model.erase(key) == 1) {
                        root = tree::erase(fixture.space, root, key).value();
                    }
                }
                versions.emplace_back(root, model);
                for (const auto& [old_root, old_model] : versions) {
                    REQUIRE(fixture.verdict(old_root) == "sound");
                    REQUIRE(fixture.entries(old_root) == old_model);
                }
            }
        }
    }
}

TEST_CASE("a tree reads the same when the next one was split, cut and put together from it") {
    TreeFixture fixture;
    Model model;
    Root root;
    for (std::uint64_t index = 0; index < 20'000; ++index) {
        root = fixture.insert(root, numbered_key(index), "value");
        model[numbered_key(index)] = "value";
    }
    fixture.space.begin_epoch();

    Root changed = root;
    for (std::uint64_t index = 0; index < 20'000; index += 1000) {
        changed = tree::erase_range(
            fixture.space, changed, numbered_key(index + 10), numbered_key(index + 500));
    }

    CHECK(changed.count == 20'000 - 20 * 490);
    CHECK(fixture.verdict(changed) == "sound");
    CHECK(fixture.verdict(root) == "sound");
    CHECK(fixture.entries(root) == model);
}

TEST_CASE("overwriting again and again takes no further memory") {
    TreeFixture fixture;
    Root root;
    const auto overwrite_all = [&](char letter) {
        for (std::uint64_t index = 0; index < 5000; ++index) {
            root = fixture.insert(root, numbered_key(index), std::string(20, letter));
        }
    };
    overwrite_all('a');
    overwrite_all('b');
    const std::size_t taken_bytes = fixture.space.arena()->taken_bytes();

    for (int round = 0; round < 20; ++round)
        overwrite_all('c');

    CHECK(fixture.space.arena()->taken_bytes() == taken_bytes);
}

TEST_CASE("inserting and erasing the same keys again and again takes little further memory") {
    TreeFixture fixture;
    Root root;
    const auto run = [&] {
        for (std::uint64_t index = 0; index < 5000; ++index) {
            root = fixture.insert(root, numbered_key(index), "twenty bytes of value");
        }
        for (std::uint64_t index = 0; index < 5000; ++index) {
            root = tree::erase(fixture.space, root, numbered_key(index)).value();
        }
        REQUIRE(root.is_empty());
    };
    run();
    const std::size_t taken_bytes = fixture.space.arena()->taken_bytes();

    for (int round = 0; round < 20; ++round)
        run();

    CHECK(fixture.space.arena()->taken_bytes() <= taken_bytes * 5 / 4);
}

TEST_CASE("a branch of the present epoch is changed in place, one of an earlier is copied") {
    TreeFixture fixture;
    Root root;
    for (std::uint64_t index = 0; index < 1000; ++index) {
        root = fixture.insert(root, numbered_key(index), "value");
    }
    const Root same = fixture.insert(root, numbered_key(500), "other");
    CHECK(same.ref == root.ref);

    fixture.space.begin_epoch();
    const Root copied = fixture.insert(same, numbered_key(500), "third");
    CHECK(copied.ref != same.ref);
    CHECK(tree::find(fixture.source, same, numbered_key(500))->payload == "other");
    CHECK(tree::find(fixture.source, copied, numbered_key(500))->payload == "third");
}

TEST_CASE("a tree that was read from a file is changed by copies and its bytes stay") {
    TreeFixture fixture(256U << 10);
    Root root;
    for (std::uint64_t index = 0; index < 2000; ++index) {
        root = fixture.insert(root, numbered_key(index), "value");
    }
    root = fixture.write(root);
    const std::vector<std::byte> bytes = fixture.file;

    Root changed = root;
    for (std::uint64_t index = 0; index < 2000; index += 7) {
        changed = tree::erase(fixture.space, changed, numbered_key(index)).value();
    }

    CHECK(fixture.file == bytes);
    CHECK(fixture.verdict(changed) == "sound");
    CHECK(fixture.verdict(root) == "sound");
}

}  // namespace
}  // namespace dbdb::test
