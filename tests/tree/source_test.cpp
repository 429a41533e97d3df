#include "tree/source.hpp"

#include <doctest/doctest.h>

#include "dbdb/error.hpp"

#include "support/tree_fixture.hpp"
#include "tree/search.hpp"

namespace dbdb::test {
namespace {

Model two_hundred() {
    Model model;
    for (std::uint64_t index = 0; index < 200; ++index)
        model[numbered_key(index)] = "value";
    return model;
}

/// The text of the Error that `call` throws; empty when it throws none.
template <typename Call>
std::string error_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        CHECK(error.errc() == Errc::corrupt);
        return error.what();
    }
    return "";
}

TEST_CASE("rule 26: a damaged node is an error that names file and place") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of(two_hundred()));
    fixture.file[root.ref.offset() + 40] ^= std::byte{1};

    CHECK(error_of([&] { tree::find(fixture.source, root, "key"); }) ==
          "test.db: branch with a wrong checksum at byte " + std::to_string(root.ref.offset()) +
              ": database is corrupt");
}

TEST_CASE("rule 22: a record is checked before its first use only") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of({{"a", "1"}}));
    CHECK(tree::find(fixture.source, root, "a"));
    fixture.file[root.ref.offset() + 63] ^= std::byte{1};

    CHECK(tree::find(fixture.source, root, "a"));
    CHECK_THROWS_AS(fixture.source.check(root.ref), Error);
    fixture.source.forget_from(root.ref.offset());
    CHECK_THROWS_AS(tree::find(fixture.source, root, "a"), Error);
}

TEST_CASE("a ref outside of the records is refused") {
    TreeFixture fixture(64U << 10);
    fixture.write(fixture.tree_of({{"a", "1"}}));
    for (const std::uint64_t offset : {std::uint64_t{0},
                                       format::records_begin - 8,
                                       fixture.tail,
                                       fixture.tail + 4096,
                                       format::file_bytes_max - 8}) {
        const Ref ref = Ref::in_file(format::Address{offset}, 0, 1);
        CHECK_THROWS_AS(fixture.source.leaf(ref), Error);
        CHECK_THROWS_AS(fixture.source.check(ref), Error);
        CHECK_THROWS_AS(fixture.source.blob({offset, 5000, 1}), Error);
    }
}

TEST_CASE("a record cannot be read as one of another kind") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of(two_hundred()));
    fixture.source.branch(root.ref);
    Ref leaf = root.ref;
    leaf.word &= Ref::place_mask;

    CHECK_THROWS_AS(fixture.source.leaf(leaf), Error);
}

TEST_CASE("a second record within the 64 bytes of one that was admitted is not trusted") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of({{"a", "1"}}));
    fixture.source.leaf(root.ref);
    for (std::uint64_t step = 8; step < 64; step += 8) {
        const Ref inside = Ref::in_file(format::Address{root.ref.offset() + step}, 0, 1);
        CHECK_THROWS_AS(fixture.source.leaf(inside), Error);
    }
}

TEST_CASE("a branch that another parent calls higher or lower than it is cannot be opened") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of(two_hundred()));
    fixture.source.branch(root.ref);
    for (const unsigned height : {root.height() + 1, root.height() + 20}) {
        Root wrong = root;
        wrong.ref.word += std::uint64_t{height} << Ref::height_shift;
        CHECK_THROWS_AS(fixture.space.open(wrong), Error);
        CHECK_THROWS_AS(fixture.insert(wrong, "key", "value"), Error);
    }
}

TEST_CASE("a branch whose counts cannot be is not opened") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of(two_hundred()));
    const format::BranchView branch = fixture.source.branch(root.ref);

    CHECK_NOTHROW(fixture.space.open(root));
    CHECK_THROWS_AS(fixture.space.open({root.ref, branch.left_count(), root.bytes}), Error);
    CHECK_THROWS_AS(fixture.space.open({root.ref, root.count, branch.left_bytes() + 64}), Error);
}

TEST_CASE("what lies behind the limit is not read") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of({{"a", "1"}}));
    const tree::Source shorter(std::make_shared<ArrayMapping>(fixture.file),
                               {"short.db", TreeFixture::file_id, {.verify_checksums = true}});

    shorter.raise_limit(root.ref.offset() + 56);
    CHECK_THROWS_AS(tree::find(shorter, root, "a"), Error);
    shorter.raise_limit(root.ref.offset() + 64);
    CHECK(tree::find(shorter, root, "a"));
}

TEST_CASE("a node of another file is refused") {
    TreeFixture fixture(64U << 10);
    const Root root = fixture.write(fixture.tree_of({{"a", "1"}}));
    const tree::Source other(std::make_shared<ArrayMapping>(fixture.file),
                             {"other.db", {1, 3}, {.verify_checksums = true}});
    other.raise_limit(fixture.tail);

    CHECK_THROWS_AS(tree::find(other, root, "a"), Error);
}

}  // namespace
}  // namespace dbdb::test
