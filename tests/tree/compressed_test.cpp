/// What trees do with values that say they are compressed.
#include <doctest/doctest.h>

#include "dbdb/error.hpp"

#include "format/compression.hpp"
#include "format/payload.hpp"
#include "support/tree_fixture.hpp"
#include "tree/search.hpp"
#include "tree/survivors.hpp"

namespace dbdb::test {
namespace {

std::string payload_of(std::string_view frame, std::uint64_t raw_bytes) {
    std::vector<std::byte> bytes;
    format::write_payload(bytes, {}, frame, raw_bytes);
    return std::string(format::as_text(bytes.data(), bytes.size()));
}

std::string frame_of(std::size_t bytes) {
    return std::string(format::compressed(std::string(bytes, 'v'), 0).value());
}

/// A tree whose entry "lie" has this payload, between two others.
Root tree_with(TreeFixture& fixture, const std::string& payload) {
    Root root = fixture.tree_of({{"a", "1"}, {"z", "2"}});
    root = tree::insert(fixture.space, root, {"good", payload_of(frame_of(5'000), 5'000), true});
    return fixture.write(tree::insert(fixture.space, root, {"lie", payload, true}));
}

std::optional<Errc> errc_of_lie(const TreeFixture& fixture, const Root& root) {
    try {
        const auto entry = tree::find(fixture.source, root, "lie");
        static_cast<void>(fixture.source.decoded(entry.value()));
        return std::nullopt;
    } catch (const Error& error) {
        return error.errc();
    }
}

}  // namespace

TEST_CASE("a value that does not decompress is damage of one key, and the others are saved") {
    for (const std::string& lie : {payload_of("no frame", 5'000),
                                   payload_of(frame_of(5'000), 5'001),
                                   payload_of(frame_of(5'000), std::uint64_t{200} << 20),
                                   payload_of(frame_of(5'000) + "x", 5'000),
                                   payload_of("", 5'000)}) {
        TreeFixture fixture(64U << 10);
        const Root root = tree_with(fixture, lie);
        CHECK(errc_of_lie(fixture, root) == Errc::corrupt);

        const tree::CheckReport report = tree::check(fixture.source, root);
        REQUIRE(report.damages.size() == 1);
        CHECK(report.damages[0].hidden == KeyRange{"lie", std::string("lie\0", 4), 1});
        CHECK(report.damages[0].text.find("cannot be decompressed") != std::string::npos);

        std::string saved;
        std::string lost;
        tree::walk_survivors(
            fixture.source,
            root,
            {},
            [&](const format::EntryView& entry, std::string_view value) {
                saved += std::string(entry.key) + ":" + std::to_string(value.size()) + " ";
            },
            [&](const tree::Hole& hole) { lost += hole.keys.from; });
        CHECK(saved == "a:1 good:5000 z:1 ");
        CHECK(lost == "lie");
    }
}

TEST_CASE("a value that claims to be larger than allowed takes no memory") {
    TreeFixture fixture(64U << 10);
    const Root root = tree_with(fixture, payload_of(frame_of(5'000), std::uint64_t{1} << 40));
    CHECK(errc_of_lie(fixture, root) == Errc::too_large);
    CHECK(tree::check(fixture.source, root).damages.empty());
}

}  // namespace dbdb::test
