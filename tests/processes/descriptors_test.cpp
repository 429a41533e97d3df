#include <sys/stat.h>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "ledger.hpp"
#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

unsigned permissions_of(const std::filesystem::path& path) {
    return static_cast<unsigned>(std::filesystem::status(path).permissions());
}

std::size_t files_in(const TemporaryDirectory& directory) {
    const std::filesystem::directory_iterator all(directory.path());
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("rule 19: a program that another becomes inherits no descriptor of its databases") {
    const TemporaryDirectory directory;
    Program program(driver({"become-list", directory / "test.db"}));
    const auto before = program.line();
    const auto after = program.line();

    REQUIRE(before.has_value());
    CHECK(after == before);
    CHECK(program.wait() == 0);
}

TEST_CASE("what a program prints with its standard streams closed never reaches the database") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";

    CHECK(run(driver({"write-closed", path, "20"})) == 0);

    const Database db = Database::open(path);
    CHECK(total_steps(db.snapshot()) == 20);
    CHECK(is_whole(db.snapshot()));
    CHECK(db.verify().ok());
    CHECK(std::filesystem::file_size(directory / "test.db-lock") == 0);
}

TEST_CASE("database and lock file have the permissions that the umask leaves") {
    for (const unsigned mask : {0077U, 0027U, 0002U}) {
        const TemporaryDirectory directory;
        const std::string path = directory / "test.db";
        REQUIRE(in_child([&] {
                    ::umask(mask);
                    return run(command_line({"set", path, "key", "value"}));
                }) == 0);

        CHECK(permissions_of(path) == (0666 & ~mask));
        CHECK(permissions_of(path + "-lock") == (0666 & ~mask));
    }
}

TEST_CASE("a link that was planted in place of the database or its lock file is not followed") {
    const TemporaryDirectory directory;
    const TemporaryDirectory elsewhere;
    const std::string path = directory / "test.db";
    constexpr int cannot_open = 5;
    SUBCASE("of the database, to nothing") {
        std::filesystem::create_symlink(elsewhere / "victim", path);
        CHECK(run(command_line({"set", path, "key", "value"})) != 0);
        CHECK(files_in(directory) == 1);
    }
    SUBCASE("of the lock file, to nothing") {
        std::filesystem::create_symlink(elsewhere / "victim", path + "-lock");
        CHECK(run(command_line({"set", path, "key", "value"})) == cannot_open);
    }
    CHECK(files_in(elsewhere) == 0);
}

}  // namespace dbdb::test
