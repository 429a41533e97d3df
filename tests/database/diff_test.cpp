#include "dbdb/diff.hpp"

#include <doctest/doctest.h>

#include "dbdb/database.hpp"
#include "dbdb/feed.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"
#include "transaction/hold.hpp"

namespace dbdb::test {
namespace {

using Changes = std::vector<std::string>;

/// A change as text: "key:before>after" with "-" for none.
std::string described(const Change& change) {
    const auto side = [](const auto& value) { return value ? std::string(*value) : "-"; };
    return std::string(change.key) + ":" + side(change.before) + ">" + side(change.after);
}

Changes changes_of(const Diff& diff) {
    Changes changes;
    for (const Change& change : diff)
        changes.push_back(described(change));
    return changes;
}

/// Puts every change into `contents`.
void carry_over(const Diff& diff, Contents& contents) {
    for (const Change& change : diff) {
        const std::string key(change.key);
        REQUIRE(contents.contains(key) == change.before.has_value());
        if (change.before) REQUIRE(contents[key] == *change.before);
        if (change.after) {
            contents[key] = *change.after;
        } else {
            contents.erase(key);
        }
    }
}

}  // namespace

TEST_CASE("a diff gives what was added, changed and removed, in the order of keys") {
    Database db = database_with({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}});
    const Snapshot before = db.snapshot();
    db.update([](Transaction& change) {
        change.set("b", "two");
        change.erase("c");
        change.set("bb", "new");
        change.set("d", "4");
    });
    const Snapshot after = db.snapshot();

    const Changes changes{"b:2>two", "bb:->new", "c:3>-"};
    CHECK(changes_of(diff(before, after)) == changes);
    CHECK(changes_of(diff(after, before)) == Changes{"b:two>2", "bb:new>-", "c:->3"});
    CHECK(changes_of(diff(before, after).reverse()) == Changes{"c:3>-", "bb:->new", "b:2>two"});
    CHECK(changes_of(diff(before, after).reverse().reverse()) == changes);
    CHECK(changes_of(diff(before, before)).empty());
    std::vector<ChangeKind> kinds;
    for (const Change& change : diff(before, after))
        kinds.push_back(change.kind());
    CHECK(kinds == std::vector{ChangeKind::changed, ChangeKind::added, ChangeKind::removed});
}

TEST_CASE("a diff is taken up again at any key, and ends where it is told to") {
    Database db = Database::in_memory();
    const Snapshot empty = db.snapshot();
    db.update([](Transaction& change) {
        for (const char* key : {"a", "ab", "abc", "b", "\xFF", "\xFF\xFF"})
            change.set(key, "1");
    });
    const Diff all = diff(empty, db.snapshot());

    CHECK(changes_of(all.from("abc")) == Changes{"abc:->1", "b:->1", "\xFF:->1", "\xFF\xFF:->1"});
    CHECK(changes_of(all.from("abc").from("a").to("c").to("z")) == Changes{"abc:->1", "b:->1"});
    CHECK(changes_of(all.prefix("ab")) == Changes{"ab:->1", "abc:->1"});
    CHECK(changes_of(all.prefix("ab").reverse()) == Changes{"abc:->1", "ab:->1"});
    CHECK(changes_of(all.prefix("\xFF")).size() == 2);
    CHECK(changes_of(all.prefix("")).size() == 6);
    CHECK(changes_of(all.to("")).empty());
    CHECK(changes_of(all.from("b").to("a")).empty());
}

TEST_CASE("the views of a diff live as long as the diff") {
    std::optional<Diff> kept;
    {
        Database db = database_with({{"a", std::string(5000, 'x')}});
        kept = diff(db.snapshot_at(0), db.snapshot());
    }
    const Diff copy = *kept;
    kept.reset();

    const Change change = *copy.begin();

    CHECK(change.key == "a");
    CHECK(change.after == std::string(5000, 'x'));
}

TEST_CASE("a large value that is written again as it was is no change") {
    Database db = database_with({{"a", std::string(5000, 'x')}, {"b", std::string(5000, 'x')}});
    const Snapshot before = db.snapshot();
    db.update([](Transaction& change) {
        change.set("a", std::string(5000, 'x'));
        change.set("b", std::string(5000, 'y'));
    });

    const Diff changes = diff(before, db.snapshot());

    CHECK(changes_of(changes).size() == 1);
    CHECK(changes.begin()->key == "b");
}

TEST_CASE("snapshots of different files are compared entry by entry") {
    Database left = database_with({{"a", "1"}, {"b", "2"}, {"c", std::string(5000, 'x')}});
    Database right = database_with({{"b", "2"}, {"c", std::string(5000, 'x')}, {"d", "4"}});

    CHECK(changes_of(diff(left.snapshot(), right.snapshot())) == Changes{"a:1>-", "d:->4"});
}

TEST_CASE("a frozen transaction can be compared with what it began on") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    change.set("b", "2");

    CHECK(changes_of(diff(db.snapshot(), change.freeze())) == Changes{"b:->2"});
}

TEST_CASE("the changes between any two commits lead from one to the other") {
    Random random(5);
    Database db = Database::in_memory({.durability = Durability::none});
    std::vector<Contents> states{{}};
    for (int commit = 0; commit < 30; ++commit) {
        db.update([&](Transaction& change) {
            for (std::size_t count = random.below(60); count > 0; --count) {
                const std::string key = random_key(KeyKind::numbers, random);
                change.set(key, random.text(random.below(2000), "ab"));
            }
            if (random.below(3) == 0) {
                const std::string from = random_key(KeyKind::numbers, random);
                const std::string to = random_key(KeyKind::numbers, random);
                change.erase_range(from, to);
            }
            change.set("commit", std::to_string(commit));
        });
        states.push_back(contents_of(db.snapshot()));
    }
    for (CommitId before = 0; before < states.size(); before += 3) {
        for (CommitId after = 0; after < states.size(); after += 4) {
            CAPTURE(before);
            CAPTURE(after);
            Contents contents = states[before];
            const Diff changes = diff(db.snapshot_at(before), db.snapshot_at(after));
            carry_over(changes, contents);
            CHECK(contents == states[after]);
            carry_over(diff(db.snapshot_at(after), db.snapshot_at(before)).reverse(), contents);
            CHECK(contents == states[before]);
        }
    }
}

TEST_CASE("damage in what must be compared is told") {
    Store store;
    Database db = store.open();
    db.set("a", "1");
    const Snapshot first = db.snapshot();
    db.set("a", "2");
    const format::Ref leaf = transaction::Hold::version_of(db.snapshot()).main.ref;
    db.close();
    damage(*store.memory, leaf.offset() + 40);
    store.is_sound = false;

    const Database again = store.open({.read_only = true});

    CHECK(errc_of([&] { changes_of(diff(again.snapshot_at(1), again.snapshot())); }) ==
          Errc::corrupt);
    CHECK(changes_of(diff(again.snapshot(), again.snapshot())).empty());
}

/// The same, with the keyspace before it.
Changes changes_in_keyspaces(const Diff& diff) {
    Changes changes;
    for (const Change& change : diff)
        changes.push_back(std::string(change.keyspace) + "/" + described(change));
    return changes;
}

TEST_CASE("a diff of whole snapshots gives the changes of every keyspace under its name") {
    Database db = database_with({{"a", "1"}});
    db.update([](Transaction& change) {
        change.keyspace("dropped").set("d", "1");
        change.keyspace("people").set("ann", "1");
        change.keyspace("same").set("s", "1");
        change.create_keyspace("void");
    });
    const Snapshot before = db.snapshot();
    db.update([](Transaction& change) {
        change.set("b", "2");
        change.drop_keyspace("dropped");
        change.keyspace("people").set("ann", "2");
        change.keyspace("people").set("bob", "3");
        change.clone_keyspace("same", "again");
    });
    const Snapshot after = db.snapshot();

    const Changes changes{
        "/b:->2", "again/s:->1", "dropped/d:1>-", "people/ann:1>2", "people/bob:->3"};
    const Diff all = diff(before, after);
    CHECK(changes_in_keyspaces(all) == changes);
    CHECK(changes_in_keyspaces(all.reverse()) == Changes(changes.rbegin(), changes.rend()));
    CHECK(changes_in_keyspaces(all.keyspace("people").from("b")) == Changes{"people/bob:->3"});
    CHECK(changes_in_keyspaces(all.keyspace("")) == Changes{"/b:->2"});
    CHECK(changes_in_keyspaces(all.keyspace("nobody")).empty());
    CHECK(changes_in_keyspaces(all.from("b").to("c")) == Changes{"/b:->2", "people/bob:->3"});
    CHECK(errc_of([&] { static_cast<void>(all.keyspace("\n")); }) == Errc::invalid);
    const Diff one = diff(before.keyspace("people"), after.keyspace("people"));
    CHECK(changes_in_keyspaces(one) == Changes{"/ann:1>2", "/bob:->3"});
    CHECK(changes_in_keyspaces(db.changes_since(before.commit_id()).changes) == changes);
    db.compact();
    CHECK(changes_in_keyspaces(diff(before, db.snapshot())) == changes);
    CHECK(changes_in_keyspaces(diff(after, db.snapshot())).empty());
}

TEST_CASE("a diff with a transaction at work has the keyspaces that it changed") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    change.keyspace("people").set("ann", "1");
    CHECK(changes_in_keyspaces(diff(db.snapshot(), change.freeze())) == Changes{"people/ann:->1"});
}

}  // namespace dbdb::test
