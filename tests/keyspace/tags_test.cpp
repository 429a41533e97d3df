/// Tags, times and queries by them.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"
#include "dbdb/query.hpp"
#include "dbdb/range.hpp"
#include "dbdb/salvage.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_clock.hpp"
#include "support/tree_fixture.hpp"
#include "transaction/change.hpp"

namespace dbdb::test {

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

using Keys = std::vector<std::string>;

Keys keys_of(const QueryPage& page) {
    Keys keys;
    for (const Entry& entry : page.entries)
        keys.emplace_back(entry.key);
    return keys;
}

Keys found(const Database& db, const Filter& filter) {
    return keys_of(db.snapshot().find({.filter = filter}));
}

Filter tag(std::string_view name) { return Filter::tag(name); }

/// A shop with few things in it.
Database shop(const TestClock& clock = {}) {
    Database db = Database::in_memory({.clock = clock});
    db.set("apple", "1", {.tags = {"fruit", "red"}});
    db.set("beet", "22", {.tags = {"red"}});
    db.set("cherry", "333", {.ttl = 1h, .tags = {"fruit", "red", "small"}});
    db.set("dill", "4444", {.tags = {"small"}});
    db.set("egg", "55555");
    return db;
}

}  // namespace

TEST_CASE("tags are replaced by a set, and added and removed one by one") {
    Database db = Database::in_memory();
    db.set("k", "v", {.tags = {"b", "a", "b"}});
    CHECK(db.metadata("k")->tags == Keys{"a", "b"});
    db.update([](Transaction& change) {
        CHECK(change.add_tag("k", "\0x"s));
        CHECK(change.add_tag("k", "a"));
        CHECK(change.remove_tag("k", "b"));
        CHECK_FALSE(change.remove_tag("k", "b"));
        CHECK_FALSE(change.add_tag("missing", "a"));
        CHECK_FALSE(change.remove_tag("missing", "a"));
    });
    CHECK(db.metadata("k")->tags == Keys{"\0x"s, "a"});
    CHECK(db.get("k") == "v");
    db.update([](Transaction& change) { CHECK(change.set_tags("k", Keys{"c"})); });
    CHECK(db.snapshot().tags() == std::vector<TagCount>{{"c", 1}});
    CHECK(db.verify().ok());
    db.set("k", "w");
    CHECK(db.snapshot().tags().empty());
    CHECK(db.metadata("k")->tags.empty());
}

TEST_CASE("tags that cannot be are refused, and nothing changes") {
    Database db = Database::in_memory();
    Transaction change = db.begin();
    change.set("k", "v", {.tags = {"a"}});
    const auto refused = [&](const std::vector<std::string>& tags) {
        return errc_of([&] { change.set_tags("k", tags); });
    };
    CHECK(refused({""}) == Errc::invalid);
    CHECK(refused({std::string(256, 't')}) == Errc::too_large);
    CHECK(errc_of([&] { change.add_tag("k", ""); }) == Errc::invalid);
    std::vector<std::string> many;
    for (unsigned index = 0; index < 256; ++index)
        many.push_back(numbered_key(index));
    CHECK(refused(many) == Errc::too_large);
    many.pop_back();
    CHECK(refused(many) == std::nullopt);
    const std::string long_key(65'533, 'k');
    CHECK(errc_of([&] { change.set(long_key, "", {.tags = {"t"}}); }) == std::nullopt);
    CHECK(errc_of([&] { change.set(long_key, "", {.tags = {"tt"}}); }) == Errc::too_large);
    CHECK(errc_of([&] { change.set("k", "", {.content_type = std::string(256, 'c')}); }) ==
          Errc::too_large);
    change.commit();
    CHECK(db.metadata("k")->tags.size() == 255);
    CHECK(db.verify().ok());
}

TEST_CASE("tags are told with their counts, the most used first") {
    CHECK(shop().snapshot().tags() ==
          std::vector<TagCount>{{"red", 3}, {"fruit", 2}, {"small", 2}});
}

TEST_CASE("a query finds entries by tags: all, any and none of them, nested") {
    const Database db = shop();
    CHECK(found(db, tag("red")) == Keys{"apple", "beet", "cherry"});
    CHECK(found(db, tag("blue")).empty());
    CHECK(found(db, Filter()) == Keys{"apple", "beet", "cherry", "dill", "egg"});
    CHECK(found(db, Filter::all_of(Keys{"red", "fruit"})) == Keys{"apple", "cherry"});
    CHECK(found(db, Filter::any_of(Keys{"small", "fruit"})) == Keys{"apple", "cherry", "dill"});
    CHECK(found(db, Filter::none_of(Keys{"red", "small"})) == Keys{"egg"});
    CHECK(found(db, tag("red") && !tag("fruit")) == Keys{"beet"});
    CHECK(found(db, !(tag("red") && tag("fruit"))) == Keys{"beet", "dill", "egg"});
    CHECK(found(db, (tag("red") && tag("small")) || !(tag("red") || tag("small"))) ==
          Keys{"cherry", "egg"});
    CHECK(found(db, Filter::any_of({})).empty());
    CHECK(found(db, Filter::all_of({})).size() == 5);
}

TEST_CASE("a query looks at keys, sizes and expiries as well") {
    const TestClock clock;
    const Database db = shop(clock);
    CHECK(found(db, Filter::value_bytes(2, 4)) == Keys{"beet", "cherry"});
    CHECK(found(db, tag("red") && Filter::value_bytes(2)) == Keys{"beet", "cherry"});
    CHECK(found(db, Filter::expires({})) == Keys{"cherry"});
    CHECK(found(db, Filter::expires({.from = clock.now() + 1h + 1ms})).empty());
    CHECK(found(db, !Filter::expires({})).size() == 4);
    CHECK(found(db, Filter::key_contains("ee")) == Keys{"beet"});
    CHECK(found(db, Filter::key_matches("?e*t")) == Keys{"beet"});
    CHECK(found(db, Filter::key_matches("*e*")) == Keys{"apple", "beet", "cherry", "egg"});
    CHECK(found(db, Filter::key_matches("\\*")).empty());
    const auto asked = [&](const Query& query) { return keys_of(db.snapshot().find(query)); };
    CHECK(asked({.filter = tag("red"), .prefix = "b"}) == Keys{"beet"});
    CHECK(asked({.filter = tag("red"), .from = "b", .to = "c"}) == Keys{"beet"});
    CHECK(asked({.from = "dill"}) == Keys{"dill", "egg"});
}

TEST_CASE("an expired entry is found by no query, removed or not") {
    const TestClock clock;
    Database db = shop(clock);
    clock.advance(1h);
    CHECK(found(db, tag("red")) == Keys{"apple", "beet"});
    const QueryPage page = db.snapshot().find({.limit = 1});
    CHECK(page.total == 4);
    db.sweep();
    CHECK(found(db, tag("red")) == Keys{"apple", "beet"});
    CHECK(db.snapshot().tags()[2] == TagCount{"small", 1});
}

TEST_CASE("a query is paged: by skip and limit, or behind a key") {
    Database db = Database::in_memory();
    db.update([](Transaction& change) {
        for (unsigned index = 0; index < 25; ++index)
            change.set(numbered_key(index), "v", {.tags = {"t"}});
    });
    const Snapshot now = db.snapshot();
    const QueryPage second = now.find({.filter = tag("t"), .skip = 10, .limit = 10});
    CHECK(second.entries.front().key == numbered_key(10));
    CHECK(second.entries.size() == 10);
    CHECK(second.total == 25);
    CHECK(second.has_more);
    for (const bool count_total : {false, true}) {
        const QueryPage third = now.find({.filter = tag("t"),
                                          .after = numbered_key(19),
                                          .limit = 10,
                                          .count_total = count_total});
        CHECK(third.entries.front().key == numbered_key(20));
        CHECK(third.entries.size() == 5);
        CHECK_FALSE(third.has_more);
        CHECK(third.total == (count_total ? 25 : 0));
    }
    CHECK(now.find({.skip = 30}).entries.empty());
    CHECK(now.find({}).entries.size() == 25);
    CHECK(now.find({.limit = 25}).has_more == false);
    CHECK(now.find({.limit = 24, .count_total = false}).has_more);
}

TEST_CASE("queries find what a walk over all entries finds, whatever was done to them") {
    std::mt19937_64 random(7);
    const TestClock clock;
    Database db = Database::in_memory({.transaction_memory_bytes = 4'096, .clock = clock});
    const Keys names{"a", "b", "c", "d"};
    const auto pick = [&](std::uint64_t count) { return random() % count; };
    for (unsigned round = 0; round < 60; ++round) {
        CAPTURE(round);
        db.update([&](Transaction& change) {
            Keyspace keyspace = change.keyspace(pick(2) == 0 ? "" : "k");
            for (unsigned step = 0; step < 40; ++step) {
                const std::string key = numbered_key(pick(200));
                EntryOptions options;
                for (const std::string& name : names)
                    if (pick(2) == 0) options.tags.push_back(name);
                if (pick(4) == 0) options.ttl = std::chrono::milliseconds(1 + pick(50));
                switch (pick(8)) {
                    case 0:
                        keyspace.erase(key);
                        break;
                    case 1:
                        keyspace.add_tag(key, names[pick(4)]);
                        break;
                    case 2:
                        keyspace.remove_tag(key, names[pick(4)]);
                        break;
                    case 3:
                        keyspace.set(key, "plain");
                        break;
                    case 4:
                        keyspace.persist(key);
                        break;
                    default:
                        keyspace.set(key, std::string(pick(2'000), 'v'), options);
                }
            }
            if (pick(6) == 0) keyspace.erase_range(numbered_key(20), numbered_key(20 + pick(99)));
            if (pick(6) == 0) change.move_range("", "k", numbered_key(50), numbered_key(90));
            if (pick(6) == 0) change.copy_range("k", "", numbered_key(150), numbered_key(190));
            if (pick(9) == 0) change.clear();
        });
        clock.advance(1ms);
        const Snapshot now = db.snapshot().keyspace(pick(2) == 0 ? "" : "k");
        std::map<std::string, std::set<std::string>> tags_by_key;
        const Range all = now.range();
        for (auto entry = all.begin(); entry != all.end(); ++entry) {
            const Metadata metadata = entry.metadata();
            tags_by_key[std::string(entry->key)] = {metadata.tags.begin(), metadata.tags.end()};
        }
        Keys both;
        Keys only_c;
        for (const auto& [key, tags] : tags_by_key) {
            if (tags.contains("a") && tags.contains("b")) both.push_back(key);
            if (tags.contains("c") && !tags.contains("a") && !tags.contains("d"))
                only_c.push_back(key);
        }
        REQUIRE(keys_of(now.find({.filter = tag("a") && tag("b")})) == both);
        REQUIRE(keys_of(now.find({.filter = tag("c") && !(tag("a") || tag("d"))})) == only_c);
        REQUIRE(now.find({.limit = 1}).total == tags_by_key.size());
        REQUIRE(db.verify().ok());
    }
}

namespace {

/// What a transaction is inside.
struct Inside : Transaction {
    static transaction::Change& of(const Transaction& transaction) {
        return (transaction.*&Inside::change)();
    }
};

}  // namespace

TEST_CASE("entries tell when they were made and changed, and expire by themselves, when told so") {
    const TestClock clock;
    Database db = Database::in_memory({.clock = clock});
    db.update([](Transaction& change) {
        format::KeyspaceOptions& options = Inside::of(change).open("")->record.options;
        options.track_times = true;
        options.default_ttl_ms = 3'600'000;
    });
    const auto made = clock.now();
    db.set("k", "1");
    clock.advance(1s);
    db.set("k", "2", {.tags = {"t"}});
    db.set("l", "2");
    const Metadata metadata = *db.metadata("k");
    CHECK(metadata.created == made);
    CHECK(metadata.updated == clock.now());
    CHECK(metadata.expires_at == clock.now() + 1h);
    CHECK(found(db, Filter::created({.from = clock.now()})) == Keys{"l"});
    CHECK(found(db, Filter::created({.to = clock.now()})) == Keys{"k"});
    CHECK(found(db, Filter::updated({.from = clock.now()})) == Keys{"k", "l"});
    db.update([](Transaction& change) { change.persist("k"); });
    clock.advance(1h);
    CHECK(found(db, Filter()) == Keys{"k"});
    db.set("l", "3");
    CHECK(db.metadata("l")->created == clock.now());
    CHECK(db.verify().ok());
}

TEST_CASE("a damaged index is told by verify and made anew from the entries") {
    Database db = Database::in_memory();
    db.update([](Transaction& change) {
        for (unsigned index = 0; index < 200; ++index)
            change.set(numbered_key(index), "v", {.ttl = 1h, .tags = {"only-in-the-index"}});
        for (unsigned index = 0; index < 200; ++index)
            change.keyspace("k").set(numbered_key(index), "v");
    });
    CHECK(db.update([](Transaction& change) { CHECK(change.repair_indexes() == 0); }) == 1);
    db.update([](Transaction& change) {
        Inside::of(change).open("")->record.tags = {};
        Inside::of(change).open("k")->record.tags = Inside::of(change).open("")->record.deadlines;
    });
    const VerifyReport report = db.verify();
    REQUIRE(report.damages.size() == 2);
    CHECK(report.damages[0].text.find("index of tags") != std::string::npos);
    db.update([](Transaction& change) { CHECK(change.repair_indexes() == 2); });
    CHECK(db.snapshot().tags() == std::vector<TagCount>{{"only-in-the-index", 200}});
    CHECK(db.snapshot().keyspace("k").tags().empty());
    db.compact();
    CHECK(db.verify().ok());
    CHECK(found(db, tag("only-in-the-index")).size() == 200);
}

TEST_CASE("a salvage and a merged backup keep what entries have beside their values") {
    const TemporaryDirectory directory;
    const auto path = directory / "db";
    {
        Database db = Database::open(path);
        db.set("k", std::string(5'000, 'v'), {.ttl = 24h, .tags = {"t"}, .content_type = "c"});
        db.keyspace("named").set("l", "w", {.tags = {"u"}});
    }
    const Metadata expected = *Database::open(path).metadata("k");
    salvage(path, directory / "salvaged");
    Database::open(directory / "merged").set("k", "other", {.tags = {"x"}});
    restore(path, directory / "merged", {.merge = true});
    for (const char* name : {"salvaged", "merged"}) {
        CAPTURE(name);
        const Database db = Database::open(directory / name);
        CHECK(db.metadata("k") == expected);
        CHECK(db.snapshot().tags() == std::vector<TagCount>{{"t", 1}});
        CHECK(db.snapshot().keyspace("named").tags() == std::vector<TagCount>{{"u", 1}});
        CHECK(db.verify().ok());
    }
}

TEST_CASE("a salvage and a merged backup keep the options of keyspaces that are new") {
    const KeyspaceOptions options{.compression = Compression::zstd,
                                  .compression_level = 5,
                                  .track_times = true,
                                  .default_ttl = 24h};
    const TemporaryDirectory directory;
    const auto path = directory / "db";
    {
        Database db = Database::open(path);
        for (const char* name : {"", "named"}) {
            db.keyspace(name).set("old", std::string(5'000, 'v'));
            db.keyspace(name).set_options(options);
            db.keyspace(name).set("new", "w");
        }
    }
    const Metadata expected = *Database::open(path).metadata("new");
    salvage(path, directory / "salvaged");
    Database::open(directory / "merged").keyspace("other").set("x", "y");
    restore(path, directory / "merged", {.merge = true});
    for (const char* file : {"salvaged", "merged"}) {
        CAPTURE(file);
        const Database db = Database::open(directory / file);
        for (const char* name : {"", "named"}) {
            CAPTURE(name);
            const Snapshot now = db.snapshot().keyspace(name);
            CHECK(db.snapshot().options(name) == options);
            CHECK_FALSE(now.ttl("old").has_value());
            CHECK_FALSE(now.metadata("old")->created.has_value());
            CHECK(now.metadata("old")->stored_bytes < 1'000);
        }
        CHECK(db.metadata("new") == expected);
        CHECK(db.verify().ok());
    }

    Database kept = Database::open(directory / "kept");
    kept.keyspace("named").set_options({.default_ttl = 1h});
    kept.set("default", "1");
    restore(path, directory / "kept", {.merge = true});
    CHECK(kept.snapshot().options("named") == KeyspaceOptions{.default_ttl = 1h});
    CHECK(kept.snapshot().options() == KeyspaceOptions{});
    CHECK_FALSE(kept.snapshot().keyspace("named").ttl("old").has_value());
}

TEST_CASE("a page of two tags of a thousand entries each is found without reading the others") {
    Database db = Database::in_memory({.durability = Durability::none});
    constexpr std::uint64_t count = 100'000;
    db.update([](Transaction& change) {
        auto writer = change.sorted_writer();
        for (std::uint64_t index = 0; index < count; ++index) {
            EntryOptions options;
            if (index % 100 == 0) options.tags.emplace_back("hundredth");
            if (index % 150 == 0) options.tags.emplace_back("other");
            writer.set(numbered_key(index), "value", options);
        }
        writer.finish();
    });
    const QueryPage page =
        db.snapshot().find({.filter = tag("hundredth") && tag("other"), .skip = 5, .limit = 10});
    CHECK(page.entries.size() == 10);
    CHECK(page.entries[0].key == numbered_key(1'500));
    CHECK(page.total == (count + 299) / 300);
    CHECK(page.has_more);
}

}  // namespace dbdb::test
