#include <algorithm>

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "keyspace/check.hpp"
#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

namespace {

using keyspace::KeyspaceRecord;

constexpr std::size_t file_bytes = 1 << 20;

/// A file with a keyspace's tree and, behind it, a catalog of one entry.
struct CatalogFixture {
    CatalogFixture() : tree(file_bytes) {
        record.entries = tree.write(tree.tree_of({{"a", "1"}, {"b", "2"}}));
    }

    Root write_catalog(std::string_view key, std::string_view value) {
        const Root catalog = tree.write(tree.insert({}, key, value));
        return catalog;
    }

    Root write_catalog(std::string_view key) {
        const format::KeyspaceRecordBytes bytes = encode(record);
        return write_catalog(key, {bytes.data(), bytes.size()});
    }

    /// What the check says; "sound" when it finds nothing.
    std::string verdict(const Root& catalog) {
        tree::CheckedRecords records(tree.source);
        tree::CheckReport report;
        const auto has_commit = [](const format::CommitLink& link) { return link.commit_id == 1; };
        keyspace::CatalogCheck check(tree.source, records, report, has_commit);
        named_bytes = check.check(catalog);
        return report.damages.empty() ? "sound" : report.damages.front().text;
    }

    bool is_found(const Root& catalog) {
        return keyspace::find_keyspace(tree.source, catalog, "k").has_value();
    }

    TreeFixture tree;
    KeyspaceRecord record;
    std::uint64_t named_bytes = 0;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string bookmark_text(const format::CommitLink& link) {
    const format::BookmarkBytes bytes = encode(format::Bookmark{link, 0});
    return {bytes.data(), bytes.size()};
}

/// Where `text` stands last in the file.
std::uint64_t last_place_of(const Bytes& bytes, std::string_view text) {
    const auto wanted = std::as_bytes(std::span(text));
    const auto found = std::find_end(bytes.begin(), bytes.end(), wanted.begin(), wanted.end());
    REQUIRE(found != bytes.end());
    return static_cast<std::uint64_t>(found - bytes.begin());
}

}  // namespace

TEST_CASE("a sound catalog is found sound, with the bytes of the trees that it names") {
    CatalogFixture fixture;
    const Root catalog = fixture.write_catalog("kk");
    CHECK(fixture.verdict(catalog) == "sound");
    CHECK(fixture.named_bytes == fixture.record.entries.bytes);
    CHECK(fixture.is_found(catalog));
}

TEST_CASE("a root in a catalog that does not point backward is damage, however it is reached") {
    CatalogFixture fixture;
    const std::uint64_t leaf_offset = fixture.tree.tail;
    // The leaf itself, what lies behind it, and what lies behind the file.
    for (const std::uint64_t offset :
         {leaf_offset, leaf_offset + 256, std::uint64_t{2} * file_bytes}) {
        CAPTURE(offset);
        CatalogFixture hostile;
        hostile.record.entries.ref = Ref::in_file(format::Address{offset}, 0, 1);
        const Root catalog = hostile.write_catalog("kk");
        CHECK(has(hostile.verdict(catalog), "catalog with a wrong record of a keyspace at byte"));
        CHECK(errc_of([&] { hostile.is_found(catalog); }) == Errc::corrupt);
    }
}

TEST_CASE("a root in a catalog that names memory is refused, also in a leaf in memory") {
    CatalogFixture fixture;
    fixture.record.entries = fixture.tree.tree_of({{"a", "1"}});
    const format::KeyspaceRecordBytes bytes = encode(fixture.record);
    const Root in_memory = fixture.tree.insert({}, "kk", {bytes.data(), bytes.size()});
    CHECK(errc_of([&] { fixture.is_found(in_memory); }) == Errc::corrupt);
    CHECK(errc_of([&] { fixture.is_found(fixture.tree.write(in_memory)); }) == Errc::corrupt);
}

TEST_CASE("a root in a catalog of another height, count, checksum or length is damage") {
    const auto verdict_with = [](const std::function<void(Root&)>& change) {
        CatalogFixture fixture;
        change(fixture.record.entries);
        return fixture.verdict(fixture.write_catalog("kk"));
    };
    CHECK(has(verdict_with([](Root& root) { root.ref.word |= std::uint64_t{1} << 48; }),
              "database is corrupt"));
    CHECK(has(verdict_with([](Root& root) { root.ref.word |= std::uint64_t{255} << 48; }),
              "database is corrupt"));
    CHECK(has(verdict_with([](Root& root) { ++root.count; }), "tree with a wrong count"));
    CHECK(has(verdict_with([](Root& root) { root.bytes += 8; }), "wrong number of bytes"));
    CHECK(has(verdict_with([](Root& root) { ++root.ref.checksum; }), "wrong checksum"));
    CHECK(has(verdict_with([](Root& root) { root.ref.word += 1; }), "database is corrupt"));
}

TEST_CASE("keys and values that no catalog can have are damage") {
    CatalogFixture fixture;
    const auto verdict_of = [&](std::string_view key, std::string_view value) {
        return fixture.verdict(fixture.write_catalog(key, value));
    };
    const format::KeyspaceRecordBytes record = encode(fixture.record);
    const std::string_view sound(record.data(), record.size());
    CHECK(verdict_of("k", sound) == "sound");
    CHECK(has(verdict_of("", sound), "wrong name"));
    CHECK(has(verdict_of("x", sound), "wrong name"));
    CHECK(has(verdict_of("xx", sound), "wrong key"));
    CHECK(has(verdict_of("k\n", sound), "wrong name"));
    CHECK(has(verdict_of("k" + std::string(256, 'n'), sound), "wrong name"));
    CHECK(has(verdict_of("kk", sound.substr(1)), "wrong record"));
    CHECK(has(verdict_of("bb", sound), "wrong bookmark"));
    CHECK(verdict_of("bb", bookmark_text({})) == "sound");
    const format::Address place{format::records_begin};
    fixture.tree.tail += 1'024;
    CHECK(verdict_of("bb", bookmark_text({1, place, 5})) == "sound");
    CHECK(has(verdict_of("bb", bookmark_text({2, place, 5})), "commit that is not there"));
}

TEST_CASE("listing a catalog whose counts are wrong ends with an error") {
    CatalogFixture fixture;
    Root catalog = fixture.write_catalog("kk");
    catalog.count = 1'000;
    std::uint64_t visited = 0;
    const auto visit = [&](std::string_view, const KeyspaceRecord&) { ++visited; };
    const auto list = [&] { keyspace::each_keyspace(fixture.tree.source, catalog, visit); };
    const auto errc = errc_of(list);
    CHECK((!errc || errc == Errc::corrupt));
    CHECK(visited <= 1);
}

TEST_CASE("verify finds damage in a keyspace's tree, in the catalog, and tells where") {
    Store store;
    store.is_sound = false;
    Database db = store.open();
    db.keyspace("sessions").set("ann", "a value to be damaged");
    db.set("other", "a value that stays");
    db.close();
    const Bytes bytes = bytes_of(*store.memory);
    for (const char* text : {"a value to be damaged", "ksessions"}) {
        CAPTURE(text);
        const auto file = file_with(bytes);
        damage(*file, last_place_of(bytes, text));
        const Database damaged = Database::open(file, {.read_only = true});
        const VerifyReport report = damaged.verify();
        REQUIRE(report.damages.size() == 1);
        CHECK(report.damages[0].offset < last_place_of(bytes, text));
        CHECK(report.damages[0].commit == 2);
        CHECK(damaged.get("other") == "a value that stays");
        CHECK(errc_of([&] { damaged.keyspace("sessions").get("ann"); }) == Errc::corrupt);
    }
}

}  // namespace dbdb::test
