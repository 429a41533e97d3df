/// Writers that are killed. A power cut is another matter (tests/crash): here nothing that was
/// written is lost, whatever the durability, so every commit that was told of must be there.
#include <algorithm>
#include <array>
#include <random>
#include <sched.h>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "ledger.hpp"
#include "support/soak.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

/// The newest step that the program has told of, after it has ended; 0 when none.
std::uint64_t newest_told(Program& program) {
    std::uint64_t newest = 0;
    while (const auto line = program.line())
        newest = std::stoull(*line);
    return newest;
}

/// What a killed writer may leave: all that it told of, and at most the step that it was at.
bool is_allowed(std::uint64_t steps, std::uint64_t before, std::uint64_t told) {
    const std::uint64_t least = std::max(before, told);
    return steps == least || steps == least + 1;
}

/// The file opens by itself and is whole, and the next writer has its turn without waiting.
void check_survivor(const std::filesystem::path& path) {
    Database db = Database::open(path);
    CHECK_FALSE(db.recovery().fell_back);
    CHECK(is_whole(db.snapshot()));
    CHECK(db.verify().ok());
    CHECK(db.try_begin(std::chrono::milliseconds(0)).has_value());
}

std::uint64_t steps_in(const std::filesystem::path& path, unsigned writer) {
    if (!std::filesystem::exists(path)) return 0;
    return steps_of(Database::open(path, {.read_only = true}).snapshot(), writer);
}

/// Runs the driver up to its `call`-th call of the system and kills it there. False when it ended
/// before, by itself.
bool kill_at_call(const std::filesystem::path& path, std::uint64_t call) {
    const std::uint64_t before = steps_in(path, 0);
    Program writer(driver({"trace", path, "0", "3"}), Program::Tracing::traced);
    writer.wait_stopped();
    const bool is_killed = writer.go_on_to_call(call);
    writer.kill();
    const std::uint64_t told = newest_told(writer);
    if (is_killed || std::filesystem::exists(path)) check_survivor(path);
    CHECK(is_allowed(steps_in(path, 0), before, told));
    return is_killed;
}

}  // namespace

TEST_CASE(
    "rule 18: killed before any of its calls of the system, a writer leaves what it told of") {
    const TemporaryDirectory directory;
    std::uint64_t kills = 0;
    SUBCASE("that makes the file") {
        for (std::uint64_t call = 1;; ++call, ++kills) {
            CAPTURE(call);
            const TemporaryDirectory fresh;
            if (!kill_at_call(fresh / "test.db", call)) break;
        }
    }
    SUBCASE("that goes on where another was killed") {
        for (std::uint64_t call = 1;; ++call, ++kills) {
            CAPTURE(call);
            if (!kill_at_call(directory / "test.db", call)) break;
        }
    }
    CHECK(kills > 20);
    soak_figure(kills, "kills survived");
}

TEST_CASE("rule 18: killed at any time, writers leave what they told of, and the next goes on") {
    constexpr unsigned writers = 2;
    constexpr std::uint64_t rounds_per_file = 50;
    const std::uint64_t rounds = soak_count(60, "DBDB_SOAK_KILLS");
    std::mt19937_64 random(soak_seed());
    std::unique_ptr<TemporaryDirectory> directory;
    std::array<std::uint64_t, writers> before{};
    for (std::uint64_t round = 0; round < rounds; ++round) {
        if (round % rounds_per_file == 0) {
            directory = std::make_unique<TemporaryDirectory>();
            before = {};
        }
        CAPTURE(round);
        const std::filesystem::path path = *directory / "test.db";
        Programs programs;
        for (unsigned writer = 0; writer < writers; ++writer)
            programs.push_back(
                std::make_unique<Program>(driver({"write", path, std::to_string(writer)})));
        std::array<std::uint64_t, writers> told{};
        for (std::uint64_t lines = random() % 8; lines > 0; --lines)
            told[0] = std::stoull(programs[0]->line().value());
        for (std::uint64_t yields = random() % 300; yields > 0; --yields)
            ::sched_yield();
        for (const auto& program : programs)
            program->kill();
        for (unsigned writer = 0; writer < writers; ++writer)
            told[writer] = std::max(told[writer], newest_told(*programs[writer]));
        if (std::filesystem::exists(path)) check_survivor(path);
        for (unsigned writer = 0; writer < writers; ++writer) {
            const std::uint64_t steps = steps_in(path, writer);
            CAPTURE(writer);
            CHECK(is_allowed(steps, before[writer], told[writer]));
            before[writer] = steps;
        }
        soak_figure(writers, "kills survived");
    }
}

}  // namespace dbdb::test
