#include "support/recording_file.hpp"

#include <thread>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "io/memory_file.hpp"
#include "support/fault_file.hpp"

using namespace dbdb;
using test::RecordingFile;

TEST_CASE("a recording file tells each change, sync and mapping in order") {
    RecordingFile file(io::make_memory_file("memory"));

    file.write_at(4096, test::bytes_of("apple"));
    file.sync();
    file.truncate(8192);
    file.map(65536);

    CHECK(test::trace(file.calls()) == "write 4096 5\nsync\ntruncate 8192\nmap 65536\n");
    CHECK(file.calls().front().bytes.front() == std::byte{'a'});
    CHECK(file.size() == 8192);
    CHECK(test::text_at(file, 4096, 5) == "apple");
}

TEST_CASE("a call that fails is not recorded") {
    const auto faulty = std::make_shared<test::FaultFile>(io::make_memory_file("memory"));
    faulty->fail({.kinds = {test::CallKind::sync}});
    RecordingFile file(faulty);

    CHECK(test::errc_of([&] { file.sync(); }) == Errc::io);

    CHECK(file.calls().empty());
}

TEST_CASE("a record can be begun anew") {
    RecordingFile file(io::make_memory_file("memory"));
    file.sync();
    file.clear();
    CHECK(file.calls().empty());
}

TEST_CASE("calls of several threads are all recorded") {
    RecordingFile file(io::make_memory_file("memory"));
    const auto write_much = [&](std::uint64_t begin) {
        for (std::uint64_t i = 0; i < 100; ++i)
            file.write_at(begin + i, test::bytes_of("x"));
    };

    std::thread first(write_much, 0);
    std::thread second(write_much, 100);
    first.join();
    second.join();

    CHECK(file.calls().size() == 200);
    CHECK(test::text_at(file, 0, 200) == std::string(200, 'x'));
}
