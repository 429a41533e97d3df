/// What searches by indexes and pages of ranges cost, in records that are read.
#include "support/read_count.hpp"

#include <doctest/doctest.h>

#include "dbdb/query.hpp"
#include "dbdb/range.hpp"

#include "support/database_fixture.hpp"
#include "support/test_clock.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t few = 20'000;
constexpr std::uint64_t many = 120'000;

/// A file of `count` entries, each with what `options_of` says.
template <typename OptionsOf>
std::shared_ptr<File> file_of(std::uint64_t count, const Options& options, OptionsOf options_of) {
    const std::shared_ptr<File> file = file_with({});
    Database db = Database::open(file, options);
    db.update([&](Transaction& change) {
        auto writer = change.sorted_writer();
        for (std::uint64_t index = 0; index < count; ++index)
            writer.set(numbered_key(index), "value", options_of(index));
        writer.finish();
    });
    return file;
}

/// Records read to sweep a hundred of `count` entries, and to get these.
std::pair<std::uint64_t, std::uint64_t> sweep_and_lookups(std::uint64_t count,
                                                          const EntryOptions& others) {
    const TestClock clock;
    const Options options{.durability = Durability::none, .clock = clock};
    const std::uint64_t gap = count / 100;
    const auto file = file_of(count, options, [&](std::uint64_t index) {
        return index % gap == 0 ? EntryOptions{.ttl = 1s} : others;
    });
    const std::uint64_t lookups = records_read(file, options, [&](Database& db) {
        const Snapshot now = db.snapshot();
        for (std::uint64_t index = 0; index < count; index += gap)
            CHECK(now.contains(numbered_key(index)));
    });
    clock.advance(1s);
    const std::uint64_t sweep =
        records_read(file, options, [](Database& db) { CHECK(db.sweep() == 100); });
    return {sweep, lookups};
}

/// Records read for a page of 10 entries of two tags that 1,000 of `count` entries have each.
std::uint64_t for_a_page_of_tags(std::uint64_t count) {
    const std::uint64_t gap = count / 1'000;
    const auto file = file_of(count, {.durability = Durability::none}, [&](std::uint64_t index) {
        EntryOptions options;
        if (index % gap == 0) options.tags.emplace_back("even");
        if (index % (3 * gap) == 0 || index % gap == 1) options.tags.emplace_back("third");
        return options;
    });
    return records_read(file, {}, [](Database& db) {
        const QueryPage page =
            db.snapshot().find({.filter = Filter::tag("even") && Filter::tag("third"),
                                .limit = 10,
                                .count_total = false});
        CHECK(page.entries.size() == 10);
    });
}

}  // namespace

TEST_CASE("sweeping a hundred expired entries reads as much as looking them up, among any number") {
    for (const std::uint64_t count : {few, many}) {
        CAPTURE(count);
        const auto [sweep, lookups] = sweep_and_lookups(count, {.ttl = 1h});
        MESSAGE("read to sweep: " << sweep << ", to look up: " << lookups);
        CHECK(sweep <= lookups + 50);
    }
}

TEST_CASE("sweeping a hundred of 10 million entries reads what looking them up reads" *
          doctest::skip()) {
    const auto [sweep, lookups] = sweep_and_lookups(10'000'000, {});
    MESSAGE("read to sweep: " << sweep << ", to look up: " << lookups);
    CHECK(sweep <= lookups + 50);
}

TEST_CASE("page 10,000 of a prefix reads what page 1 reads") {
    const Options options{.durability = Durability::none};
    const auto file = file_of(many, options, [](std::uint64_t) { return EntryOptions{}; });
    const auto reads_of_page = [&](std::uint64_t page) {
        return records_read(file, options, [&](Database& db) {
            const Snapshot now = db.snapshot();
            const std::string prefix = numbered_key(0).substr(0, numbered_key(0).size() - 6);
            unsigned count = 0;
            for (const auto& [key, value] : now.prefix(prefix).skip((page - 1) * 10).limit(10)) {
                CHECK(key == numbered_key((page - 1) * 10 + count));
                ++count;
            }
            CHECK(count == 10);
        });
    };
    const std::uint64_t first = reads_of_page(1);
    const std::uint64_t deep = reads_of_page(10'000);
    MESSAGE("read for page 1: " << first << ", for page 10,000: " << deep);
    CHECK(deep <= 2 * first);
    CHECK(deep < 60);
}

TEST_CASE("a page of two tags of a thousand entries reads the same among any number of others") {
    const std::uint64_t among_few = for_a_page_of_tags(few);
    const std::uint64_t among_many = for_a_page_of_tags(many);
    MESSAGE("read among few: " << among_few << ", among many: " << among_many);
    CHECK(among_many <= among_few + 50);
    CHECK(among_many < 300);
}

TEST_CASE("a page of two tags of a thousand entries reads little among a million" *
          doctest::skip()) {
    const std::uint64_t read = for_a_page_of_tags(1'000'000);
    MESSAGE("read among a million: " << read);
    CHECK(read < 300);
}

}  // namespace dbdb::test
