#include <thread>

#include <doctest/doctest.h>

#include "dbdb/diff.hpp"
#include "dbdb/keyspace_handle.hpp"
#include "dbdb/query.hpp"
#include "dbdb/value_stream.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

constexpr KeyspaceOptions zstd{.compression = Compression::zstd};

/// Compresses well, to a length that depends on `bytes`, and differs by `seed`.
std::string prose(std::size_t bytes, std::uint64_t seed = 1) {
    Random random(seed);
    std::string text;
    while (text.size() < bytes)
        text += "word " + std::to_string(random.below(1'000)) + ", and so on and so forth; ";
    text.resize(bytes);
    return text;
}

/// Does not compress.
std::string noise(std::size_t bytes) {
    Random random(bytes);
    std::string text(bytes, '\0');
    for (char& letter : text)
        letter = static_cast<char>(random.below(256));
    return text;
}

/// A value that stays in its leaf, one that goes to a blob, and others.
Contents sample() {
    return {{"a", prose(1'023)},
            {"b", prose(1'024)},
            {"c", prose(4'000)},
            {"d", prose(300'000)},
            {"e", noise(5'000)},
            {"f", ""},
            {"g", std::string(200'000, '\0')}};
}

void fill(Keyspace& keyspace) {
    for (const auto& [key, value] : sample())
        keyspace.set(key, value);
}

Database compressed_database() {
    Database db = Database::in_memory({.compression = Compression::zstd});
    db.update([](Transaction& change) { fill(change); });
    return db;
}

std::uint64_t stored_bytes(const Database& db, std::string_view key) {
    return db.metadata(key)->stored_bytes;
}

}  // namespace

TEST_CASE("compressed values read like any others, on every path") {
    const Contents expected = sample();
    Store store;
    {
        Database db = store.open();
        db.update([](Transaction& change) {
            Keyspace keyspace = change.keyspace("z");
            keyspace.set_options(zstd);
            fill(keyspace);
            const std::string_view small = keyspace.at("b");
            const std::string_view large = keyspace.at("d");
            CHECK(small == prose(1'024));
            CHECK(large == prose(300'000));
            CHECK(keyspace.nth(2)->value == prose(4'000));
            CHECK(contents_of(keyspace.freeze()) == sample());
        });
        CHECK(db.verify().ok());
    }
    const Database db = store.open();
    const Snapshot now = db.snapshot().keyspace("z");
    CHECK(contents_of(now) == expected);
    CHECK(entries_of(now.range().reverse()).size() == expected.size());
    std::vector<std::string_view> keys;
    for (const auto& [key, value] : expected)
        keys.push_back(key);
    std::vector<std::optional<std::string_view>> values(keys.size());
    now.get_many(keys, values);
    for (std::size_t index = 0; index < keys.size(); ++index) {
        const std::string& value = expected.at(std::string(keys[index]));
        CAPTURE(keys[index]);
        CHECK(values[index] == value);
        CHECK(now.get(keys[index]) == value);
        CHECK(now.nth(index)->value == value);
        CHECK(now.metadata(keys[index])->value_bytes == value.size());
        auto reader = now.value_reader(keys[index]);
        std::string read(value.size() + 1, '\0');
        CHECK(reader->read(read) == value.size());
        read.pop_back();
        CHECK(read == value);
    }
}

TEST_CASE("a value is compressed from 1 KiB on, where that saves an eighth") {
    const Database db = compressed_database();
    CHECK(stored_bytes(db, "a") > 1'023);
    CHECK(stored_bytes(db, "b") < 900);
    CHECK(stored_bytes(db, "d") < 100'000);
    CHECK(stored_bytes(db, "e") > 5'000);
    CHECK(stored_bytes(db, "g") < 200);
}

TEST_CASE("a keyspace chooses its own level and size, and others do not compress") {
    Database db = Database::in_memory();
    db.set("b", prose(4'000));
    CHECK(stored_bytes(db, "b") > 4'000);
    KeyspaceHandle own = db.keyspace("own");
    own.set_options({.compression = Compression::zstd, .compression_bytes_min = 100});
    own.set("a", prose(1'000));
    CHECK(own.snapshot().metadata("a")->stored_bytes < 900);
    own.set_options({.compression = Compression::zstd, .compression_bytes_min = 5'000});
    own.set("b", prose(4'000));
    CHECK(own.snapshot().metadata("b")->stored_bytes > 4'000);
    CHECK(own.get("a") == prose(1'000));
    for (const int level : {-100, 1, 22}) {
        own.set_options({.compression = Compression::zstd, .compression_level = level});
        own.set("b", prose(6'000));
        CHECK(own.get("b") == prose(6'000));
    }
}

TEST_CASE("a decompressed value lives as long as the snapshot that gave it, and moves with it") {
    const Database db = compressed_database();
    Snapshot now = db.snapshot();
    const std::string_view view = now.at("d");
    CHECK(now.at("d").data() == view.data());
    const Snapshot moved = std::move(now);
    CHECK(moved.at("d").data() == view.data());
    CHECK(view == prose(300'000));

    const Snapshot copy = moved;
    CHECK(copy.at("d").data() != view.data());
}

TEST_CASE("many threads decompress from one snapshot") {
    const Database db = compressed_database();
    const Snapshot now = db.snapshot();
    std::atomic<int> right{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&] {
                for (const auto& [key, value] : sample())
                    right += now.get(key) == value ? 1 : 0;
            });
    }
    CHECK(right == 28);
}

TEST_CASE("views of a transaction hold until its next change, and changes may take them") {
    Database db = compressed_database();
    Transaction change = db.begin();
    const std::string_view first = change.at("c");
    const std::string_view second = change.at("d");
    CHECK(first == prose(4'000));
    CHECK(second == prose(300'000));
    change.set("copy", change.at("d"));
    change.set_many({{"x", change.at("c")}, {"y", change.at("d")}});
    change.append("c", change.at("c"));
    change.expire("d", std::chrono::hours(1));
    CHECK(change.at("copy") == prose(300'000));
    CHECK(change.at("y") == prose(300'000));
    CHECK(change.at("c") == prose(4'000) + prose(4'000));
    CHECK(change.at("d") == prose(300'000));
    change.persist("d");
    change.commit();
    CHECK(stored_bytes(db, "d") < 100'000);
    CHECK(db.get("d") == prose(300'000));
    CHECK(db.verify().ok());
}

TEST_CASE("a diff compares values, whether they are compressed or not") {
    Database db = Database::in_memory();
    KeyspaceHandle entries = db.keyspace("z");
    entries.set("same", prose(5'000));
    entries.set("other", prose(5'000));
    const Snapshot before = entries.snapshot();
    entries.set_options(zstd);
    entries.set("same", prose(5'000));
    entries.set("other", prose(5'000, 2));
    int changes = 0;
    for (const Change& change : diff(before, entries.snapshot())) {
        CHECK(change.key == "other");
        CHECK(change.before == prose(5'000));
        CHECK(change.after == prose(5'000, 2));
        ++changes;
    }
    CHECK(changes == 1);
}

TEST_CASE("a query gives compressed values, which its page and copies of it keep") {
    Database db = Database::in_memory({.compression = Compression::zstd});
    db.set("a", prose(5'000), {.tags = {"red"}});
    db.set("b", prose(200'000), {.tags = {"red"}});
    db.set("c", "short", {.tags = {"red"}});
    QueryPage page = db.snapshot().find({.filter = Filter::tag("red")});
    const QueryPage copy = page;
    page = db.snapshot().find({.filter = Filter::tag("blue")});
    CHECK(page.entries.empty());
    REQUIRE(copy.entries.size() == 3);
    CHECK(copy.entries[0].value == prose(5'000));
    CHECK(copy.entries[1].value == prose(200'000));
    CHECK(copy.entries[2].value == "short");
    CHECK(db.snapshot().metadata("b")->value_bytes == 200'000);
    CHECK(db.snapshot().find({.filter = Filter::value_bytes(200'000)}).entries.size() == 1);
}

namespace {

/// Sets `key` in pieces of `piece_bytes`.
void set_in_pieces(Database& db,
                   std::string_view key,
                   std::string_view value,
                   bool is_size_told,
                   std::size_t piece_bytes = 100'000) {
    db.update([&](Transaction& change) {
        auto writer = change.value_writer(
            key, is_size_told ? std::optional<std::uint64_t>(value.size()) : std::nullopt);
        for (std::size_t done = 0; done < value.size(); done += piece_bytes)
            writer.write(value.substr(done, piece_bytes));
        writer.finish();
    });
}

std::string read_in_pieces(const Snapshot& snapshot, std::string_view key) {
    auto reader = snapshot.value_reader(key);
    std::string value;
    std::string piece(77'777, '\0');
    while (const std::size_t bytes = reader->read(piece))
        value.append(piece, 0, bytes);
    CHECK(reader->value_bytes() == value.size());
    return value;
}

}  // namespace

TEST_CASE("a value that comes in pieces is compressed as it comes, whatever its length") {
    for (const bool is_size_told : {true, false}) {
        for (const std::size_t bytes : {1'000, 262'144, 262'145, 3'000'000}) {
            CAPTURE(bytes);
            Store store;
            Database db = store.open({.compression = Compression::zstd});
            const std::string value = prose(bytes);
            set_in_pieces(db, "k", value, is_size_told);
            db.set("after", "1");
            CHECK((stored_bytes(db, "k") < bytes / 2) == (bytes > 1'024));
            CHECK(db.history().begin()->appended_bytes < 2'000);
            CHECK(db.snapshot().info().live_bytes <
                  2'000 + std::max<std::size_t>(bytes / 2, 1'024));
            CHECK(read_in_pieces(db.snapshot(), "k") == value);
            CHECK(db.get("k") == value);
            CHECK(db.verify().ok());
            db.close();
            CHECK(read_in_pieces(store.open().snapshot(), "k") == value);
        }
    }
}

TEST_CASE("a value in pieces that does not compress, at first or in all, stays as it is") {
    for (const bool is_size_told : {true, false}) {
        for (const std::string& value : {noise(1'000'000),
                                         noise(600'000) + prose(4'000'000),
                                         prose(300'000) + noise(4'000'000)}) {
            Database db = Database::in_memory({.compression = Compression::zstd});
            set_in_pieces(db, "k", value, is_size_told);
            db.set("after", "1");
            CHECK(stored_bytes(db, "k") >= value.size());
            CHECK(db.get("k") == value);
            CHECK(read_in_pieces(db.snapshot(), "k") == value);
            CHECK(db.verify().ok());
        }
    }
}

TEST_CASE("a value in pieces that grows over the bound is stored as it is") {
    const std::string value = prose(2'000'000);
    Database db = Database::in_memory(
        {.compression = Compression::zstd, .decompressed_bytes_max = 1'000'000});
    for (const bool is_size_told : {true, false}) {
        set_in_pieces(db, "k", value, is_size_told);
        CHECK(stored_bytes(db, "k") >= value.size());
        CHECK(db.get("k") == value);
    }
    set_in_pieces(db, "l", value.substr(0, 1'000'000), false);
    CHECK(stored_bytes(db, "l") < 500'000);
    CHECK(db.verify().ok());
}

TEST_CASE("a compressed value in pieces that is dropped leaves the transaction as it was") {
    Store store;
    Database db = store.open({.compression = Compression::zstd});
    Transaction change = db.begin();
    change.value_writer("k").write(prose(2'000'000));
    change.set("l", "1");
    change.commit();
    CHECK(db.size() == 1);
    CHECK(db.snapshot().info().appended_bytes < 2'000);
}

TEST_CASE("a value over the bound is neither compressed nor decompressed") {
    Store store;
    {
        Database db =
            store.open({.compression = Compression::zstd, .decompressed_bytes_max = 5'000});
        db.set("small", prose(4'000));
        db.set("large", prose(6'000));
        CHECK(stored_bytes(db, "small") < 3'000);
        CHECK(stored_bytes(db, "large") > 6'000);
    }
    Database db = store.open({.decompressed_bytes_max = 3'999});
    CHECK(errc_of([&] { db.get("small"); }) == Errc::too_large);
    CHECK(errc_of([&] { contents_of(db.snapshot()); }) == Errc::too_large);
    CHECK(db.get("large") == prose(6'000));
    CHECK(db.contains("small"));
    CHECK(db.verify().ok());
}

}  // namespace dbdb::test
