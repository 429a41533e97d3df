#include "dbdb/event.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <doctest/doctest.h>

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

/// Keeps what it is told as text: the name, then each field.
class Log {
public:
    EventHook hook() {
        return [this](const Event& event) {
            const std::scoped_lock lock(mutex_);
            lines_.push_back(line_of(event));
        };
    }

    std::vector<std::string> lines() const {
        const std::scoped_lock lock(mutex_);
        return lines_;
    }

    /// How many lines begin so.
    auto count(std::string_view begin) const {
        const std::vector<std::string> all = lines();
        return std::ranges::count_if(all,
                                     [&](const auto& line) { return line.starts_with(begin); });
    }

private:
    static std::string line_of(const Event& event) {
        std::string line(event.name);
        line += " " + std::string(severity_name(event.severity));
        for (const EventField& field : event.fields) {
            line += " " + std::string(field.name) + "=";
            if (const auto* text = std::get_if<std::string_view>(&field.value)) line += *text;
            if (const auto* number = std::get_if<std::uint64_t>(&field.value))
                line += field.name == "nanoseconds" ? "N" : std::to_string(*number);
            if (const auto* flag = std::get_if<bool>(&field.value)) line += *flag ? "yes" : "no";
        }
        return line;
    }

    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

}  // namespace

TEST_CASE("opening and closing are told, with what was found") {
    Log log;
    const Store store;
    store.open().set("a", "1");
    const std::string bytes = std::to_string(store.memory->size());
    store.open({.on_event = log.hook()}).close();

    CHECK(log.lines() == std::vector<std::string>{
                             "opened info commit=1 entries=1 file_bytes=" + bytes + " read_only=no",
                             "closed info"});
}

TEST_CASE("rule 24: falling back is told") {
    Log log;
    const Store store;
    std::uint64_t begin = 0;
    {
        Database db = store.open({.durability = Durability::none});
        db.set("a", "1");
        begin = db.statistics().used_bytes;
        db.set("b", "2");
    }
    damage(*store.memory, begin);
    const Database db = store.open({.on_event = log.hook()});

    REQUIRE(db.recovery().fell_back);
    CHECK(log.count("fell_back warning commit=1 newest_named_commit=2 reason=") == 1);
}

TEST_CASE("a failed sync is told once, with the commit and the reason") {
    Log log;
    Store store;
    store.is_sound = false;
    Database db = store.open({.on_event = log.hook()});
    store.faults->fail({.kinds = {CallKind::sync}});
    CHECK(errc_of([&] { db.set("a", "1"); }) == Errc::io);
    CHECK(errc_of([&] { db.set("a", "1"); }) == Errc::io);

    CHECK(log.count("sync_failed error commit=1 error=") == 1);
}

TEST_CASE("calls that take too long are told, each with its operation") {
    Log log;
    Database db = Database::in_memory(
        {.on_event = log.hook(), .slow_operation = std::chrono::nanoseconds(1)});
    db.set("a", "1");
    static_cast<void>(db.get("a"));

    CHECK(log.count("slow_operation warning operation=commit nanoseconds=N commit=1") == 1);
    CHECK(log.count("slow_operation warning operation=sync nanoseconds=N commit=1") == 1);
    CHECK(log.count("slow_operation warning operation=begin nanoseconds=N") == 1);
}

TEST_CASE("calls are told to nobody without a threshold, nor below it") {
    Log log;
    Database db = Database::in_memory({.on_event = log.hook()});
    Database patient =
        Database::in_memory({.on_event = log.hook(), .slow_operation = std::chrono::hours(10'000)});
    db.set("a", "1");
    patient.set("a", "1");

    CHECK(log.count("slow_operation") == 0);
}

TEST_CASE("a compaction is told when it begins, and when it ends or fails") {
    Log log;
    const TemporaryDirectory directory;
    Database db = Database::open(directory.path() / "a.db", {.on_event = log.hook()});
    CHECK(errc_of([&] { db.compact(); }) == Errc::invalid);
    db.set("a", "1");
    db.set("a", "2");
    db.compact({.dry_run = true});
    const CompactReport report = db.compact();

    CHECK(log.count("compaction_started info file_bytes=") == 2);
    CHECK(log.count("compaction_failed error error=") == 1);
    CHECK(log.count("compaction_finished info before_bytes=" + std::to_string(report.before_bytes) +
                    " after_bytes=" + std::to_string(report.after_bytes) +
                    " kept_commits=1 nanoseconds=N cancelled=no") == 1);
}

TEST_CASE("what a hook throws is dropped, and the commit is as it would be") {
    unsigned told = 0;
    Database db = Database::in_memory({.on_event =
                                           [&](const Event&) {
                                               ++told;
                                               throw std::runtime_error("no log");
                                           },
                                       .slow_operation = std::chrono::nanoseconds(1)});
    db.set("a", "1");

    CHECK(told > 2);
    CHECK(db.get("a") == "1");
}

TEST_CASE("a hook may read the database, which is not told in turn") {
    const Database* reachable = nullptr;
    unsigned told_of_gets = 0;
    Database db =
        Database::in_memory({.on_event =
                                 [&](const Event& event) {
                                     if (event.name != "slow_operation") return;
                                     static_cast<void>(reachable->get("a"));
                                     for (const EventField& field : event.fields)
                                         told_of_gets +=
                                             field.value == EventValue(std::string_view("get"));
                                 },
                             .slow_operation = std::chrono::nanoseconds(1)});
    reachable = &db;
    db.set("a", "1");

    CHECK(told_of_gets == 0);
}

TEST_CASE("once a handle is closed its hook is not called, and others go on being told") {
    const TemporaryDirectory directory;
    Log first;
    Log second;
    Options options{.slow_operation = std::chrono::nanoseconds(1)};
    options.on_event = first.hook();
    Database one = Database::open(directory.path() / "a.db", options);
    options.on_event = second.hook();
    Database two = Database::open(directory.path() / "a.db", options);
    one.close();
    const auto told = first.lines().size();
    std::thread writer([&] { two.set("a", "1"); });
    writer.join();

    CHECK(first.lines().size() == told);
    CHECK(second.count("slow_operation warning operation=commit") == 1);
}

}  // namespace dbdb::test
