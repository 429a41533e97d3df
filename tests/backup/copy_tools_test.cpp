/// Copies made by programs that know nothing of databases, from front to back, while others write.
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "io/local_file.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

/// Sets "count" to 1, 2, 3 ... until it is killed; `started` is signalled at the third.
int count_up(const fs::path& path, Turnstile& started) {
    Database db = Database::open(path);
    for (int count = 1;; ++count) {
        Transaction transaction = db.begin();
        transaction.set("count", std::to_string(count));
        transaction.set(key_of(static_cast<std::uint64_t>(count % 500)), std::string(90, 'c'));
        transaction.set("copy", std::to_string(count));
        transaction.commit({.durability = count % 4 ? Durability::sync : Durability::none});
        if (count == 3) started.signal();
    }
}

/// Copies the bytes [from, to) by a buffer that has nothing to do with the records' places.
void copy_piece(const fs::path& source,
                const fs::path& target,
                std::uint64_t from,
                std::uint64_t to) {
    const auto in = io::open_local(source, io::OpenMode::read_only);
    const auto out = io::open_local(target, io::OpenMode::read_write);
    std::array<std::byte, 1000> buffer{};
    while (from < to) {
        const auto piece =
            std::span(buffer).first(std::min<std::uint64_t>(buffer.size(), to - from));
        in->read_at(from, piece);
        out->write_at(from, piece);
        from += piece.size();
    }
}

/// Opens, is sound, and is at `durable` at least.
void require_copy_of(const fs::path& copy, CommitId durable) {
    const Database db = Database::open(copy, {.read_only = true});
    CHECK(db.snapshot().commit_id() >= durable);
    CHECK(db.verify().ok());
    CHECK(db.get("count") == db.get("copy"));
}

}  // namespace

TEST_CASE("a file that cp has copied during commits has at least what was durable before") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database db = Database::open(path);
    fill(db, 3000);
    db.sync();
    Turnstile started;
    ChildProcess writer([&] { return count_up(path, started); });
    started.wait();

    for (unsigned round = 0; round < 5; ++round) {
        const CommitId durable = db.snapshot().commit_id();
        const fs::path copy = directory / ("copy-" + std::to_string(round));
        const std::string command = "cp '" + path.string() + "' '" + copy.string() + "'";
        REQUIRE(std::system(command.c_str()) == 0);
        require_copy_of(copy, durable);
    }
    writer.kill();
}

TEST_CASE("the first pages read, what is new appended, the pages written: that is a good copy") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    const fs::path copy = directory / "copy.db";
    Database db = Database::open(path);
    fill(db, 3000);
    db.sync();
    fs::copy_file(path, copy);
    Turnstile started;
    ChildProcess writer([&] { return count_up(path, started); });
    started.wait();

    for (unsigned round = 0; round < 5; ++round) {
        const CommitId durable = db.snapshot().commit_id();
        const auto source = io::open_local(path, io::OpenMode::read_only);
        std::vector<std::byte> pages(12'288);
        source->read_at(0, pages);
        // Not from the end of the copy: it has zeros there that were written ahead of commits.
        const std::uint64_t tail =
            Database::open(copy, {.read_only = true}).statistics().used_bytes;
        copy_piece(path, copy, tail, source->size());
        io::open_local(copy, io::OpenMode::read_write)->write_at(0, pages);
        require_copy_of(copy, durable);
    }
    writer.kill();
}

}  // namespace dbdb::test
