#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "fixture.hpp"

namespace dbdb::test {
namespace {

constexpr KeyspaceOptions zstd{.compression = Compression::zstd};

std::string value_of(std::size_t bytes) {
    std::string value;
    while (value.size() < bytes)
        value += std::to_string(value.size() % 977) + " of many words; ";
    value.resize(bytes);
    return value;
}

constexpr std::size_t sizes[] = {10, 1'000, 1'100, 9'000, 100'000};

Contents expected() {
    Contents contents;
    for (const std::size_t bytes : sizes)
        contents[std::to_string(bytes)] = value_of(bytes);
    return contents;
}

void set_all(KeyspaceHandle entries) {
    for (const std::size_t bytes : sizes)
        entries.set(std::to_string(bytes), value_of(bytes), {.tags = {"tag"}});
}

}  // namespace

TEST_CASE("a compaction compresses what was set before its keyspace did") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db", {.durability = Durability::none});
    for (const char* name : {"", "z", "plain"})
        set_all(db.keyspace(name));
    for (const char* name : {"", "z"})
        db.keyspace(name).set_options(zstd);
    db.keyspace("z").set("9000", value_of(9'000) + "changed");
    for (const std::uint64_t keep : {std::uint64_t{0}, std::uint64_t{100}}) {
        CompactOptions options;
        if (keep != 0) options.keep.commits = keep;
        const CompactReport dry = db.compact({.keep = options.keep, .dry_run = true});
        const CompactReport report = db.compact(options);
        CHECK(dry.after_bytes == report.after_bytes);
        const Snapshot now = db.snapshot();
        CHECK(contents_of(now) == expected());
        CHECK(contents_of(now.keyspace("plain")) == expected());
        CHECK(now.keyspace("z").at("9000") == value_of(9'000) + "changed");
        CHECK(now.metadata("100000")->stored_bytes < 50'000);
        CHECK(now.metadata("1100")->stored_bytes < 900);
        CHECK(now.metadata("1000")->stored_bytes > 1'000);
        CHECK(now.metadata("9000")->tags == std::vector<std::string>{"tag"});
        CHECK(now.keyspace("z").metadata("9000")->stored_bytes < 5'000);
        CHECK(now.keyspace("plain").metadata("9000")->stored_bytes > 9'000);
        CHECK(db.verify().ok());
    }
}

TEST_CASE("commits that are kept read as before, whichever of them compress") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db", {.durability = Durability::none});
    set_all(db.keyspace("z"));
    const CommitId plain = db.snapshot().commit_id();
    db.keyspace("z").set_options(zstd);
    set_all(db.keyspace("z"));
    db.keyspace("z").set_options({});
    db.keyspace("z").set("10", "changed");
    CompactOptions options;
    options.keep.commits = 100;
    db.compact(options);
    CHECK(contents_of(db.snapshot_at(plain).keyspace("z")) == expected());
    CHECK(db.snapshot().keyspace("z").at("100000") == value_of(100'000));
    CHECK(db.snapshot().keyspace("z").at("10") == "changed");
    CHECK(db.verify().ok());
}

}  // namespace dbdb::test
