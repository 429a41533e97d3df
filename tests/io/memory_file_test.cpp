#include "io/memory_file.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace dbdb;
using namespace dbdb::io;

TEST_CASE("a file in memory reads, writes, grows and maps like any other") {
    const auto file = make_memory_file("scratch");
    const auto mapping = file->map(1 << 20);

    file->write_at(5, test::bytes_of("apple"));
    file->sync();

    CHECK(file->name() == "scratch");
    CHECK(file->size() == 10);
    CHECK(test::text_at(*file, 5, 5) == "apple");
    CHECK(std::to_integer<char>(mapping->data()[5]) == 'a');
    CHECK_FALSE(file->read_only());
    CHECK(file->resolved_path().empty());
}

TEST_CASE("two files in memory of one name are two files") {
    const auto first = make_memory_file("scratch");
    const auto second = make_memory_file("scratch");

    first->write_at(0, test::bytes_of("apple"));

    CHECK(second->size() == 0);
    CHECK(first->identity() != second->identity());
}
