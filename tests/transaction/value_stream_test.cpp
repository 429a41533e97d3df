#include "dbdb/value_stream.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DBDB_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define DBDB_SANITIZED 1
#endif
#endif

#ifdef DBDB_SANITIZED
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

constexpr std::size_t piece_bytes = std::size_t{1} << 20;

/// Sizes around those where a value gets a blob, and where it goes to the file in pieces.
constexpr std::size_t sizes[] = {
    0, 1, 1'024, 1'025, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1 << 20, (1 << 20) + 3, 3 << 20};

std::string text_of(std::size_t bytes) {
    return Random(bytes + 1).text(bytes, "0123456789abcdef\n");
}

/// Gives `value` in pieces of random lengths.
void write_in_pieces(ValueWriter& writer, std::string_view value, std::size_t piece_max) {
    Random random(5);
    while (!value.empty()) {
        const std::size_t bytes = std::min<std::size_t>(value.size(), random.below(piece_max) + 1);
        writer.write(value.substr(0, bytes));
        value.remove_prefix(bytes);
    }
}

std::string read_in_pieces(ValueReader reader) {
    std::string value;
    std::string piece(1'000, '\0');
    while (const std::size_t bytes = reader.read(piece))
        value.append(piece, 0, bytes);
    return value;
}

/// Memory of this process that is in no file, in bytes.
std::uint64_t anonymous_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::uint64_t kib = 0;
        if (word == "RssAnon:" && status >> kib) return kib << 10;
    }
    return 0;
}

/// Writes and reads a value of so many bytes; gives the most memory that it took.
std::uint64_t memory_for(std::uint64_t value_bytes,
                         bool is_size_told,
                         Compression compression = Compression::none) {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db",
                                 {.durability = Durability::none,
                                  .compression = compression,
                                  .decompressed_bytes_max = value_bytes});
    db.set("before", "1");
    const std::string piece = text_of(piece_bytes);
    std::string read(piece_bytes, '\0');
    const std::uint64_t before = anonymous_bytes();
    std::uint64_t most = before;
    db.update([&](Transaction& change) {
        auto writer =
            change.value_writer("large", is_size_told ? std::optional(value_bytes) : std::nullopt);
        for (std::uint64_t written = 0; written < value_bytes; written += piece_bytes) {
            writer.write(piece);
            most = std::max(most, anonymous_bytes());
        }
        writer.finish();
        most = std::max(most, anonymous_bytes());
    });
    const Snapshot now = db.snapshot();
    auto reader = now.value_reader("large");
    REQUIRE(reader);
    REQUIRE(reader->value_bytes() == value_bytes);
    bool is_equal = true;
    for (std::uint64_t done = 0; done < value_bytes; done += piece_bytes) {
        is_equal = is_equal && reader->read(read) == piece_bytes && read == piece;
        most = std::max(most, anonymous_bytes());
    }
    CHECK(is_equal);
    CHECK(reader->read(read) == 0);
    CHECK((db.metadata("large")->stored_bytes < value_bytes) == (compression != Compression::none));
    return most - before;
}

}  // namespace

TEST_CASE("values given in pieces are those given at once, with their size told or not") {
    for (const bool is_size_told : {true, false}) {
        Store store;
        Database db = store.open();
        Transaction change = db.begin();
        for (const std::size_t bytes : sizes) {
            CAPTURE(bytes);
            auto writer = change.value_writer(std::to_string(bytes),
                                              is_size_told ? std::optional(bytes) : std::nullopt);
            write_in_pieces(writer, text_of(bytes), bytes / 7 + 1);
            CHECK(writer.written_bytes() == bytes);
            writer.finish();
            change.set("other", text_of(2'000));
        }
        CHECK(change.get(std::to_string(3 << 20)) == text_of(3 << 20));
        change.commit();
        CHECK(db.verify().ok());
        db.close();

        const Snapshot again = store.open().snapshot();
        for (const std::size_t bytes : sizes) {
            CAPTURE(bytes);
            CHECK(again.get(std::to_string(bytes)) == text_of(bytes));
            CHECK(read_in_pieces(*again.value_reader(std::to_string(bytes))) == text_of(bytes));
        }
    }
}

TEST_CASE("a value writer that is dropped leaves the transaction as it was") {
    Store store;
    Database db = store.open();
    db.set("key", "old");
    Transaction change = db.begin();
    for (const bool is_size_told : {true, false}) {
        auto writer =
            change.value_writer("key", is_size_told ? std::optional(2 << 20) : std::nullopt);
        writer.write(text_of(2 << 20));
    }
    CHECK(change.get("key") == "old");
    change.set("large", text_of(5'000));
    change.commit();
    CHECK(db.get("large") == text_of(5'000));
    CHECK(db.history().begin()->appended_bytes < 10'000);
    CHECK(db.verify().ok());
}

TEST_CASE("a value of another size than was announced is refused") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    for (const std::size_t bytes : {std::size_t{10}, std::size_t{1} << 20}) {
        auto writer = change.value_writer("key", bytes);
        writer.write(text_of(bytes - 1));
        CHECK(errc_of([&] { writer.finish(); }) == Errc::invalid);
        CHECK(errc_of([&] { writer.write("12"); }) == Errc::invalid);
    }
    CHECK(change.empty());
    CHECK(errc_of([&] { change.value_writer("key", value_bytes_max + 1); }) == Errc::too_large);
    change.set("key", "still works");
}

TEST_CASE("while a value is written the transaction takes no other change") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    auto writer = change.value_writer("key");
    CHECK(errc_of([&] { change.set("other", "1"); }) == Errc::invalid);
    CHECK(errc_of([&] { change.commit(); }) == Errc::invalid);
    writer.write("value");
    writer.finish();
    CHECK(errc_of([&] { writer.finish(); }) == Errc::closed);
    change.commit();
    CHECK(db.get("key") == "value");
}

TEST_CASE("a write that fails leaves the database as it was") {
    Store store;
    Database db = store.open();
    db.set("key", "old");
    Transaction change = db.begin();
    auto writer = change.value_writer("key");
    store.faults->fail({.kinds = {CallKind::write}, .system_errno = ENOSPC});

    const auto error = error_of([&] { write_in_pieces(writer, text_of(3 << 20), 300'000); });

    REQUIRE(error);
    CHECK(error->system_reason() == ENOSPC);
    CHECK(errc_of([&] { writer.finish(); }) == Errc::closed);
    change.rollback();
    CHECK(db.get("key") == "old");
    CHECK(db.set("after", "2") == 2);
}

TEST_CASE("a reader gives its value whatever becomes of the database") {
    Database db = Database::in_memory();
    db.set("key", text_of(70'000));
    auto reader = db.snapshot().value_reader("key");
    db.erase("key");
    REQUIRE(reader);
    CHECK(read_in_pieces(*std::move(reader)) == text_of(70'000));
    CHECK_FALSE(db.snapshot().value_reader("key").has_value());
}

TEST_CASE("a large value passes through 1 MiB of memory") {
    const std::uint64_t value_bytes = std::uint64_t{is_sanitized ? 4 : 128} << 20;
    for (const bool is_size_told : {true, false}) {
        const std::uint64_t memory_bytes = memory_for(value_bytes, is_size_told);
        CAPTURE(memory_bytes);
        if (!is_sanitized) CHECK(memory_bytes <= std::uint64_t{1} << 20);
    }
}

TEST_CASE("a large value that is compressed passes through 8 MiB of memory") {
    const std::uint64_t value_bytes = std::uint64_t{is_sanitized ? 4 : 64} << 20;
    for (const bool is_size_told : {true, false}) {
        const std::uint64_t memory_bytes = memory_for(value_bytes, is_size_told, Compression::zstd);
        CAPTURE(memory_bytes);
        if (!is_sanitized) CHECK(memory_bytes <= std::uint64_t{8} << 20);
    }
}

TEST_CASE("a value of 2 GiB that is compressed passes through 8 MiB of memory" * doctest::skip()) {
    const std::uint64_t memory_bytes = memory_for(std::uint64_t{2} << 30, false, Compression::zstd);
    CAPTURE(memory_bytes);
    CHECK(memory_bytes <= std::uint64_t{8} << 20);
}

TEST_CASE("a value of 2 GiB passes through 1 MiB of memory" * doctest::skip()) {
    for (const bool is_size_told : {true, false}) {
        const std::uint64_t memory_bytes = memory_for(std::uint64_t{2} << 30, is_size_told);
        CAPTURE(memory_bytes);
        CHECK(memory_bytes <= std::uint64_t{1} << 20);
    }
}

}  // namespace dbdb::test
