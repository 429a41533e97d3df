#include "tree/check.hpp"

#include <algorithm>
#include <cstring>

#include <doctest/doctest.h>

#include "dbdb/error.hpp"

#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

/// A tree of a few hundred leaves in a file.
struct World {
    TreeFixture fixture{2U << 20};
    Root root;

    World() {
        for (std::uint64_t index = 0; index < 8000; ++index) {
            root = fixture.insert(root, numbered_key(index), "the value of this entry");
        }
        root = fixture.write(root);
        fixture.space.begin_epoch();
    }

    Ref descend(std::string_view path) const {
        Ref ref = root.ref;
        for (const char step : path) {
            ref = fixture.source.branch(ref).child(step == 'l' ? Side::left : Side::right);
        }
        return ref;
    }

    Ref first_leaf() const {
        Ref ref = root.ref;
        while (ref.height() > 0)
            ref = fixture.source.branch(ref).child(Side::left);
        return ref;
    }

    std::byte* bytes_of(Ref ref) { return fixture.file.data() + ref.offset(); }

    /// A root over the same children as the real one, after `change` of its bytes and with a
    /// right checksum.
    template <typename Change>
    Root with_root(Change change) {
        const format::BranchView branch = fixture.source.branch(root.ref);
        std::vector<std::byte> record(branch.data(), branch.data() + branch.bytes());
        change(format::BranchEditor(record.data()));
        return {fixture.append(record, root.height()), root.count, root.bytes};
    }
};

tree::CheckReport report_of(const World& world) {
    return tree::check(world.fixture.source, world.root);
}

TEST_CASE("a sound tree is reported with the number of its records and their bytes") {
    const World world;
    const tree::CheckReport report = report_of(world);

    CHECK(report.damages.empty());
    CHECK(report.leaf_count == report.branch_count + 1);
    CHECK(report.bytes == world.root.bytes);
    CHECK(report.bytes == world.fixture.tail - format::records_begin);
    CHECK(report.heavy_entry_count == 0);
}

TEST_CASE("an empty tree is sound, but not with a count") {
    const TreeFixture fixture;

    CHECK(fixture.verdict(Root{}) == "sound");
    CHECK(fixture.verdict(Root{{}, 1, 0}) ==
          "test.db: empty tree with a count at byte 0: database is corrupt");
}

TEST_CASE("every damaged record is reported once, with its place") {
    World world;
    const Ref damaged[] = {world.first_leaf(), world.descend("rl"), world.descend("lrrr")};
    for (const Ref ref : damaged)
        world.bytes_of(ref)[60] ^= std::byte{1};

    const tree::CheckReport report = report_of(world);

    REQUIRE(report.damages.size() == 3);
    for (const Ref ref : damaged) {
        const bool is_found = std::ranges::any_of(report.damages, [&](const tree::Damage& damage) {
            return damage.offset == ref.offset() &&
                   damage.text.find("at byte " + std::to_string(ref.offset())) != std::string::npos;
        });
        CHECK(is_found);
    }
}

TEST_CASE("damage tells the run of keys it hides, and how many the counts say there are") {
    World world;
    const auto hidden_by = [&](Ref ref) {
        world.bytes_of(ref)[60] ^= std::byte{1};
        const tree::CheckReport report = report_of(world);
        world.bytes_of(ref)[60] ^= std::byte{1};
        REQUIRE(report.damages.size() == 1);
        REQUIRE(report.damages[0].hidden);
        return *report.damages[0].hidden;
    };
    const format::BranchView top = world.fixture.source.branch(world.root.ref);
    const std::string separator(top.separator());

    CHECK(hidden_by(world.root.ref) == KeyRange{"", std::nullopt, 8000});
    CHECK(hidden_by(top.child(Side::left)) == KeyRange{"", separator, top.left_count()});
    CHECK(hidden_by(top.child(Side::right)) ==
          KeyRange{separator, std::nullopt, 8000 - top.left_count()});
    const KeyRange leaf = hidden_by(world.first_leaf());
    const format::LeafView first = world.fixture.source.leaf(world.first_leaf());
    CHECK(leaf.entries == first.count());
    CHECK(leaf.from == "");
    CHECK(leaf.to > std::string(first.key(first.count() - 1)));
}

TEST_CASE("damage behind a record that a reader has admitted is found") {
    World world;
    CHECK(report_of(world).damages.empty());
    const Ref leaf = world.first_leaf();
    world.fixture.source.leaf(leaf);

    world.bytes_of(leaf)[40] ^= std::byte{1};

    CHECK(report_of(world).damages.size() == 1);
}

TEST_CASE("each thing that a branch says is checked, even under a right checksum") {
    World world;
    const format::BranchView branch = world.fixture.source.branch(world.root.ref);
    const std::uint64_t count = branch.left_count();
    const std::uint64_t bytes = branch.left_bytes();
    const std::string separator(branch.separator());
    const Ref other = branch.child(Side::right);
    const auto verdict = [&](auto change) {
        const std::string text = world.fixture.verdict(world.with_root(change));
        return text.substr(0, text.find(" at byte"));
    };
    using Editor = format::BranchEditor;

    CHECK(verdict([](Editor) {}) == "sound");
    CHECK(verdict([&](Editor editor) { editor.set_left(count + 1, bytes); }) ==
          "test.db: branch with a wrong count");
    CHECK(verdict([&](Editor editor) { editor.set_left(count, bytes + 8); }) ==
          "test.db: branch with a wrong number of bytes");
    CHECK(verdict([&](Editor editor) { editor.set_child(Side::left, other); }) ==
          "test.db: branch with a key on a wrong side");
    CHECK(verdict([&](Editor editor) { editor.set_skip(separator.size() - 1); }) ==
          "test.db: branch with a wrong prefix");
    CHECK(verdict([&](Editor editor) {
              Ref child = other;
              child.word += 1;
              editor.set_child(Side::right, child);
          }).find("malformed") != std::string::npos);
}

TEST_CASE("what the commit says of a tree is checked") {
    const World world;
    Root root = world.root;
    root.count += 1;
    CHECK(world.fixture.verdict(root).find("tree with a wrong count") != std::string::npos);
    root = world.root;
    root.bytes += 8;
    CHECK(world.fixture.verdict(root).find("wrong number of bytes") != std::string::npos);
    root = world.root;
    root.ref.word += std::uint64_t{1} << Ref::height_shift;
    CHECK(world.fixture.verdict(root).find("branch of another height") != std::string::npos);
}

TEST_CASE("trees that share nodes are each checked in full but walked once") {
    World world;
    tree::CheckedRecords records(world.fixture.source);
    tree::CheckReport report;
    tree::check(world.fixture.source, world.root, records, report);
    const std::uint64_t before = report.branch_count + report.leaf_count;

    tree::check(world.fixture.source, world.root, records, report);
    CHECK(report.branch_count + report.leaf_count == before);
    Root root = world.root;
    root.count += 1;
    tree::check(world.fixture.source, root, records, report);
    CHECK(report.damages.size() == 1);
}

TEST_CASE("a later tree costs a check only the nodes that are new in it") {
    World world;
    TreeFixture& fixture = world.fixture;
    const std::uint64_t tail = fixture.tail;
    const Root later = fixture.write(fixture.insert(world.root, numbered_key(4000), "overwritten"));
    tree::CheckedRecords records(fixture.source);
    tree::CheckReport report;
    tree::check(fixture.source, world.root, records, report);
    const std::uint64_t bytes = report.bytes;

    tree::check(fixture.source, later, records, report);

    CHECK(report.damages.empty());
    CHECK(report.bytes - bytes == fixture.tail - tail);
}

TEST_CASE("a wrong count is found where everything below was checked with an earlier tree") {
    World world;
    const format::BranchView branch = world.fixture.source.branch(world.root.ref);
    const std::uint64_t count = branch.left_count();
    const std::uint64_t bytes = branch.left_bytes();
    const Root wrong =
        world.with_root([&](format::BranchEditor editor) { editor.set_left(count - 1, bytes); });
    tree::CheckedRecords records(world.fixture.source);
    tree::CheckReport report;
    tree::check(world.fixture.source, world.root, records, report);
    REQUIRE(report.damages.empty());

    tree::check(world.fixture.source, wrong, records, report);

    REQUIRE(report.damages.size() == 1);
    CHECK(report.damages[0].text.find("branch with a wrong count") != std::string::npos);
}

TEST_CASE("a file whose branches name the same child twice is checked in no time") {
    TreeFixture fixture(64U << 10);
    const Root leaf = fixture.write(fixture.tree_of({{"a", "1"}, {"z", "2"}}));
    Ref ref = leaf.ref;
    // 2^60 ways lead from the last branch to the leaf.
    for (unsigned height = 1; height <= 60; ++height) {
        format::Branch branch;
        branch.left = ref;
        branch.right = ref;
        branch.left_count = 2;
        branch.left_bytes = 8;
        branch.separator_bytes = 1;
        branch.word = format::search_word("m", 0);
        std::vector<std::byte> record(format::branch_bytes(1));
        format::BranchEditor(record.data()).write(branch, "m");
        ref = fixture.append(record, height);
    }

    const tree::CheckReport report = tree::check(fixture.source, {ref, 4, 136});

    CHECK(report.branch_count == 60);
    CHECK(report.leaf_count == 1);
    CHECK_FALSE(report.damages.empty());
}

TEST_CASE("a blob is checked and counted once, however many leaves name it") {
    TreeFixture fixture(64U << 10);
    const std::string value(3000, 'v');
    std::vector<std::byte> record(format::blob_bytes(value.size()));
    format::store(record.data(), format::blob_tag);
    format::store(record.data() + 8, std::uint64_t{value.size()});
    std::memcpy(record.data() + format::blob_header_bytes, value.data(), value.size());
    const Ref ref = fixture.append(record, 0);
    const auto payload = format::blob_payload({ref.offset(), value.size(), ref.checksum});
    const std::string_view text(payload.data(), payload.size());
    const Root first = tree::insert(fixture.space, {}, {"a", text, true});
    const Root root = fixture.write(tree::insert(fixture.space, first, {"b", text, true}));

    const tree::CheckReport sound = tree::check(fixture.source, root);
    CHECK(sound.damages.empty());
    CHECK(sound.blob_count == 1);
    CHECK(sound.bytes == fixture.tail - format::records_begin);

    auto other = format::blob_payload({ref.offset(), value.size(), ref.checksum + 1});
    const Root forged =
        fixture.write(tree::insert(fixture.space, root, {"c", {other.data(), other.size()}, true}));
    const tree::CheckReport mixed = tree::check(fixture.source, forged);
    REQUIRE(mixed.damages.size() == 1);
    CHECK(mixed.damages[0].hidden == KeyRange{"c", std::string("c\0", 2), 1});

    fixture.file[ref.offset() + 2000] ^= std::byte{1};
    const tree::CheckReport damaged = tree::check(fixture.source, root);
    REQUIRE(damaged.damages.size() == 1);
    CHECK(damaged.damages[0].offset == ref.offset());
    CHECK(damaged.damages[0].text.find("blob with a wrong checksum") != std::string::npos);
}

}  // namespace
}  // namespace dbdb::test
