#include "io/file_watch.hpp"

#include <fstream>
#include <thread>

#include <doctest/doctest.h>

#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

constexpr std::chrono::milliseconds long_enough = std::chrono::minutes(5);

void append(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::app) << text;
}

/// Waits on, however often, until `is_done`.
template <typename Condition>
void wait_until(io::FileWatch& watch, Condition is_done) {
    while (!is_done()) {
        watch.renew();
        if (!is_done()) watch.wait(long_enough);
    }
}

}  // namespace

TEST_CASE("a wait ends after a write of the file, and of the one that took its name") {
    const TemporaryDirectory directory;
    const auto path = directory / "file";
    append(path, "1");
    io::FileWatch watch(path);
    std::thread writer([&] {
        append(path, "2");
        append(directory / "new", "345");
        std::filesystem::rename(directory / "new", path);
        append(path, "6");
    });
    wait_until(watch, [&] { return std::filesystem::file_size(path) == 4; });
    writer.join();
}

TEST_CASE("a call ends the next wait, of a file or of nothing") {
    const TemporaryDirectory directory;
    append(directory / "file", "1");
    for (const auto& path : {directory / "file", directory / "missing", std::filesystem::path()}) {
        io::FileWatch watch(path);
        watch.renew();
        watch.call();
        watch.wait(long_enough);
    }
}

TEST_CASE("a wait ends by itself where the system tells of no writes") {
    const TemporaryDirectory directory;
    io::FileWatch watch(directory / "missing");
    watch.renew();
    watch.wait(long_enough);
}

TEST_CASE("a wait without time returns") {
    io::FileWatch watch({});
    watch.wait(std::chrono::milliseconds(0));
    watch.wait(std::chrono::milliseconds(-5));
}

}  // namespace dbdb::test
