#include "io/mapping.hpp"

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "io/memory_file.hpp"
#include "support/temporary_directory.hpp"

using namespace dbdb;
using namespace dbdb::io;

namespace {

constexpr std::uint64_t page_bytes = 4096;

std::shared_ptr<LocalFile> empty_file(const test::TemporaryDirectory& directory) {
    return open_local(test::put_file(directory / "a.db", ""), OpenMode::read_write);
}

std::string text_in(const Mapping& mapping, std::size_t offset, std::size_t bytes) {
    std::string text;
    for (std::size_t i = offset; i < offset + bytes; ++i)
        text += std::to_integer<char>(mapping.data()[i]);
    return text;
}

}  // namespace

TEST_CASE("bytes written after the mapping was made show up in it, also beyond the old end") {
    const test::TemporaryDirectory directory;
    const auto file = empty_file(directory);
    const auto mapping = file->map(1000 * page_bytes);
    CHECK(mapping->window_bytes() == 1000 * page_bytes);

    file->write_at(0, test::bytes_of("apple"));
    CHECK(text_in(*mapping, 0, 5) == "apple");

    file->write_at(900 * page_bytes, test::bytes_of("pear"));
    CHECK(text_in(*mapping, 900 * page_bytes, 4) == "pear");
}

TEST_CASE("rule 20: a mapping is shared, and nothing can be written through it") {
    const test::TemporaryDirectory directory;
    const auto mapping = empty_file(directory)->map(page_bytes);

    std::ifstream maps("/proc/self/maps");
    std::string permissions;
    for (std::string line; std::getline(maps, line);) {
        std::istringstream words(line);
        std::uintptr_t begin = 0;
        words >> std::hex >> begin;
        words.ignore(std::numeric_limits<std::streamsize>::max(), ' ');
        if (begin == reinterpret_cast<std::uintptr_t>(mapping->data())) words >> permissions;
    }

    CHECK(permissions == "r--s");
}

TEST_CASE("a mapping outlives its file and the file's name") {
    const test::TemporaryDirectory directory;
    auto file = empty_file(directory);
    file->write_at(0, test::bytes_of("apple"));
    const auto mapping = file->map(5);

    std::filesystem::remove(file->resolved_path());
    file.reset();

    CHECK(text_in(*mapping, 0, 5) == "apple");
}

TEST_CASE("a mapping of no bytes is possible, also of an empty file") {
    const test::TemporaryDirectory directory;
    CHECK(empty_file(directory)->map(0) != nullptr);
}

TEST_CASE("a file opened for reading can be mapped") {
    const test::TemporaryDirectory directory;
    const auto path = test::put_file(directory / "a.db", "apple");
    CHECK(text_in(*open_local(path, OpenMode::read_only)->map(5), 0, 5) == "apple");
}

TEST_CASE("a window larger than the address space is an error with the system's reason") {
    const auto file = make_memory_file("memory");
    for (const std::uint64_t bytes :
         {std::uint64_t{1} << 62, std::numeric_limits<std::uint64_t>::max()}) {
        CAPTURE(bytes);
        try {
            file->map(bytes);
            FAIL("the mapping did not fail");
        } catch (const Error& error) {
            CHECK(error.errc() == Errc::io);
            CHECK(error.system_reason() == ENOMEM);
            CHECK(test::holds(error.what(), "memory: mapping of "));
        }
    }
}
