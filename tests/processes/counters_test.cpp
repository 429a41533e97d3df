#include <doctest/doctest.h>

#include "fixture.hpp"
#include "ledger.hpp"
#include "support/soak.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

/// A new directory with a database under three names.
struct Names {
    Names() {
        Database::open(all[0]);
        std::filesystem::create_symlink("plain.db", all[1]);
        std::filesystem::create_hard_link(all[0], all[2]);
    }

    TemporaryDirectory directory{};
    std::vector<std::filesystem::path> all{
        directory / "plain.db", directory / "symbolic.db", directory / "hard.db"};
};

}  // namespace

TEST_CASE(
    "programs that write one file under any of its names lose no step, and readers see whole "
    "commits in order") {
    constexpr unsigned writers = 4;
    constexpr unsigned readers = 2;
    const std::uint64_t steps = soak_count(100, "DBDB_SOAK_STEPS");
    const Names names;
    Programs programs;
    for (unsigned reader = 0; reader < readers; ++reader) {
        programs.push_back(std::make_unique<Program>(
            driver({"read", names.all[reader], std::to_string(writers * steps)})));
        REQUIRE(programs.back()->line() == "open");
    }
    for (unsigned writer = 0; writer < writers; ++writer) {
        programs.push_back(std::make_unique<Program>(driver(
            {"count", names.all[writer % 3], std::to_string(writer), std::to_string(steps)})));
    }
    for (const auto& program : programs)
        CHECK(program->wait() == 0);

    const Database db = Database::open(names.all[0]);
    CHECK(total_steps(db.snapshot()) == writers * steps);
    CHECK(is_whole(db.snapshot()));
    CHECK(db.verify().ok());
    soak_figure(writers * steps, "steps of writers in different processes");
}

TEST_CASE("commands that set at the same time all find their place") {
    const TemporaryDirectory directory;
    const std::string path = directory / "test.db";
    Programs commands;
    for (int key = 0; key < 12; ++key) {
        commands.push_back(
            std::make_unique<Program>(command_line({"set", path, std::to_string(key), "value"})));
    }
    for (const auto& command : commands)
        CHECK(command->wait() == 0);

    CHECK(Database::open(path).size() == 12);
}

}  // namespace dbdb::test
