#include "interrupted_calls.hpp"

#include <string>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "io/local_file.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;
using test::InterruptedCalls;
using test::TemporaryDirectory;

TEST_CASE("reads and writes go on after signals and parts, until all is moved") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "");
    const auto file = open_local(path, OpenMode::read_write);
    std::string text;
    for (int index = 0; index < 5'000; ++index)
        text += std::to_string(index);

    for (const std::size_t bytes_max : {1, 7, 4'096, 1'000'000}) {
        CAPTURE(bytes_max);
        const InterruptedCalls interrupted(bytes_max);
        file->write_at(5, test::bytes_of(text));
        CHECK(test::text_at(*file, 5, text.size()) == text);
        CHECK(interrupted.count() >= 4 * ((text.size() + bytes_max - 1) / bytes_max));
    }

    CHECK(test::contents_of(path) == std::string(5, '\0') + text);
}

TEST_CASE("an interrupted sync or change of length is called again") {
    const TemporaryDirectory directory;
    const auto file = open_local(test::put_file(directory / "a.db", "apple"), OpenMode::read_write);
    const InterruptedCalls interrupted(1);

    file->sync();
    CHECK(interrupted.count() == 2);
    file->truncate(3);
    CHECK(interrupted.count() == 4);

    CHECK(file->size() == 3);
}

TEST_CASE("rule 11: what was written by one descriptor is synced by the same one") {
    const TemporaryDirectory directory;
    const auto file = open_local(test::put_file(directory / "a.db", "apple"), OpenMode::read_write);
    for (int round = 0; round < 3; ++round) {
        const InterruptedCalls calls(100);

        file->write_at(0, test::bytes_of("plum"));
        file->sync();

        CHECK(calls.written() >= 0);
        CHECK(calls.synced() == calls.written());
    }
}

TEST_CASE("what the system copies by itself is right, after signals and in parts") {
    const TemporaryDirectory directory;
    const std::string text = "0123456789abcdef";
    const auto source = open_local(test::put_file(directory / "a.db", text), OpenMode::read_only);
    const auto target = open_local(test::put_file(directory / "b.db", ""), OpenMode::read_write);
    const InterruptedCalls interrupted(3);

    std::uint64_t copied = 0;
    while (copied < 12) {
        const std::uint64_t bytes = target->copy_from(*source, 4 + copied, 12 - copied, copied);
        if (bytes == 0) break;  // A file system that cannot.
        CHECK(bytes <= 3);
        copied += bytes;
    }

    CHECK((copied == 0 || test::contents_of(directory / "b.db") == text.substr(4)));
    CHECK((copied == 0 || interrupted.count() == 8));
    CHECK(target->copy_from(*source, text.size(), 1, 0) == 0);
}

TEST_CASE("what the system cannot copy by itself it does not copy at all") {
    const TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "0123456789");
    const auto file = open_local(path, OpenMode::read_write);

    CHECK(file->copy_from(*file, 0, 8, 2) == 0);  // Onto itself.
    CHECK(open_local(path, OpenMode::read_only)->copy_from(*file, 0, 2, 8) == 0);
    CHECK(file->copy_from(*file, UINT64_MAX - 4, 2, 8) == 0);

    CHECK(test::contents_of(path) == "0123456789");
}
