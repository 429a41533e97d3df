#include "support/fault_file.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "io/memory_file.hpp"

using namespace dbdb;
using test::CallKind;
using test::errc_of;
using test::FaultFile;

namespace {

Errc write_result(FaultFile& file, std::string_view text) {
    return errc_of([&] { file.write_at(0, test::bytes_of(text)); });
}

Errc sync_result(FaultFile& file) {
    return errc_of([&] { file.sync(); });
}

}  // namespace

TEST_CASE("the planned call fails and no other") {
    FaultFile file(io::make_memory_file("memory"));
    file.fail({.kinds = {CallKind::sync}, .call = 2});

    CHECK(sync_result(file) == Errc{});
    CHECK(sync_result(file) == Errc::io);
    CHECK(sync_result(file) == Errc{});
    CHECK(write_result(file, "apple") == Errc{});
    CHECK(file.count(CallKind::sync) == 3);
    CHECK(file.count(CallKind::write) == 1);
}

TEST_CASE("a failing write leaves nothing, half or all when asked") {
    FaultFile file(io::make_memory_file("memory"));

    file.fail({.kinds = {CallKind::write}, .system_errno = ENOSPC});
    CHECK(test::holds(test::message_of([&] { file.write_at(0, test::bytes_of("apples")); }),
                      "No space left on device"));
    CHECK(file.size() == 0);

    file.fail({.kinds = {CallKind::write}, .written = test::Written::half});
    CHECK(write_result(file, "apples") == Errc::io);
    CHECK(test::text_at(file, 0, file.size()) == "app");

    file.fail({.kinds = {CallKind::write}, .written = test::Written::all});
    CHECK(write_result(file, "apples") == Errc::io);
    CHECK(test::text_at(file, 0, file.size()) == "apples");
}

TEST_CASE("calls of all chosen kinds are counted together") {
    FaultFile file(io::make_memory_file("memory"));
    file.fail({.kinds = {CallKind::write, CallKind::sync}, .call = 3});

    CHECK(write_result(file, "apple") == Errc{});
    CHECK(sync_result(file) == Errc{});
    CHECK(write_result(file, "apple") == Errc::io);
}

TEST_CASE("a lasting fault lasts until the file is healed") {
    FaultFile file(io::make_memory_file("memory"));
    file.fail({.kinds = {CallKind::sync}, .times = test::Fault::forever});
    CHECK(sync_result(file) == Errc::io);
    CHECK(sync_result(file) == Errc::io);

    file.heal();

    CHECK(sync_result(file) == Errc{});
}

TEST_CASE("several calls in a row fail when asked, and are counted") {
    FaultFile file(io::make_memory_file("memory"));
    file.fail({.kinds = {CallKind::sync}, .call = 2, .times = 2});

    CHECK(sync_result(file) == Errc{});
    CHECK(sync_result(file) == Errc::io);
    CHECK(sync_result(file) == Errc::io);
    CHECK(sync_result(file) == Errc{});
    CHECK(file.failed_count() == 2);
}

TEST_CASE("mappings, reads, changes of length and looks at it can fail, too") {
    FaultFile file(io::make_memory_file("memory"));
    for (const CallKind kind : {CallKind::map, CallKind::read, CallKind::truncate, CallKind::size})
        file.fail({.kinds = {kind}, .system_errno = ENOMEM});

    CHECK(errc_of([&] { file.map(4096); }) == Errc::io);
    CHECK(errc_of([&] { test::text_at(file, 0, 0); }) == Errc::io);
    CHECK(errc_of([&] { file.truncate(9); }) == Errc::io);
    CHECK(errc_of([&] { static_cast<void>(file.size()); }) == Errc::io);
    CHECK(file.size() == 0);
    CHECK(file.map(4096) != nullptr);
}
