#include "outcome.hpp"

#include <optional>

#include "dbdb/survey.hpp"
#include "dbdb/tree_node.hpp"

namespace dbdb::test {

namespace {

/// What was found that must not be.
struct Wrong {
    std::string text;
};

void require(bool is_right, const char* text) {
    if (!is_right) throw Wrong{text};
}

/// Runs one way of using a file. Damage may end it, nothing else.
template <typename Use>
void use(Use use) {
    try {
        use();
    } catch (const Error& error) {
        if (error.errc() != Errc::corrupt) throw Wrong{error.what()};
        const std::string text = error.what();
        require(text.find("test.db") != std::string::npos, "an error does not name the file");
    }
}

/// Runs `use` and says what was wrong; opening may refuse the file.
template <typename Use>
std::string fault_of(Use use) {
    try {
        use();
    } catch (const Wrong& wrong) {
        return wrong.text;
    } catch (const Error& error) {
        const Errc errc = error.errc();
        const bool is_refusal =
            errc == Errc::corrupt || errc == Errc::not_a_database || errc == Errc::newer_format;
        return is_refusal ? "" : error.what();
    }
    return "";
}

/// Both ways.
void scan(const Snapshot& snapshot, const Contents& expected) {
    use([&] {
        auto place = expected.begin();
        for (const Entry& entry : snapshot.range()) {
            require(place != expected.end(), "too long a scan");
            require(entry.key == place->first && entry.value == place->second, "a wrong entry");
            ++place;
        }
        require(place == expected.end(), "too short a scan");
    });
    use([&] {
        auto place = expected.rbegin();
        for (const Entry& entry : snapshot.range().reverse()) {
            require(place != expected.rend(), "too long a scan");
            require(entry.key == place->first && entry.value == place->second, "a wrong entry");
            ++place;
        }
        require(place == expected.rend(), "too short a scan");
    });
}

void read(const Snapshot& snapshot, const Contents& expected) {
    for (const auto& entry : expected) {
        const std::string& key = entry.first;
        const std::string& value = entry.second;
        use([&] { require(snapshot.get(key) == value, "a wrong value"); });
        use([&] { require(!snapshot.contains(key + "!"), "a key that is not there"); });
    }
    use([&] { require(snapshot.size() == expected.size(), "a wrong size"); });
    scan(snapshot, expected);
    std::uint64_t index = 0;
    for (const auto& entry : expected) {
        const std::string& key = entry.first;
        const std::string& value = entry.second;
        if (index % 7 == 0) {
            use([&] { require(snapshot.rank(key) == index, "a wrong rank"); });
            use([&] { require(snapshot.nth(index)->value == value, "a wrong nth entry"); });
        }
        ++index;
    }
}

void read_catalog(const Snapshot& snapshot, const State& expected) {
    use([&] {
        const bool has_named = snapshot.has_keyspace(sample_keyspace);
        require(has_named == !expected.named.empty(), "a keyspace too many or too few");
        if (has_named) scan(snapshot.keyspace(sample_keyspace), expected.named);
    });
    use([&] {
        require(snapshot.bookmark(sample_bookmark) == expected.bookmark, "a wrong bookmark");
    });
}

/// What the commits before the newest one left. Each is there, or damaged, but never unknown.
void read_old(const Database& db, const Sample& sample, CommitId newest) {
    for (const auto& [id, state] : sample.states) {
        if (id >= newest) continue;
        const State& expected = state;
        use([&, id = id] {
            const Snapshot snapshot = db.snapshot_at(id);
            require(snapshot.commit_id() == id, "another commit than the one asked for");
            scan(snapshot, expected.main);
            read_catalog(snapshot, expected);
        });
    }
}

void write_and_reopen(const std::shared_ptr<File>& file, Contents expected) {
    bool is_written = false;
    use([&] {
        Database db = Database::open(file);
        db.set("key 130", "new");
        is_written = true;
    });
    if (!is_written) return;
    expected["key 130"] = "new";
    use([&] { read(Database::open(file).snapshot(), expected); });
}

/// Steps of a walk over a file of this size that can hold no more entries.
constexpr std::uint64_t steps_max = 100'000;

/// Reads whatever a forged file says. Gives its entries if the walk came to its end.
std::optional<Contents> read_forged(const Snapshot& snapshot) {
    std::optional<Contents> whole;
    use([&] {
        Contents contents;
        std::uint64_t steps = 0;
        for (const Entry& entry : snapshot.range()) {
            require(++steps < steps_max, "a scan without end");
            require(contents.empty() || contents.rbegin()->first < entry.key, "keys that fall");
            contents.emplace_hint(contents.end(), entry.key, entry.value);
        }
        whole = std::move(contents);
    });
    use([&] {
        std::uint64_t steps = 0;
        for (const Entry& entry : snapshot.range().reverse())
            require(++steps < steps_max && entry.key.size() < 65'536, "a scan without end");
    });
    for (const char* const key :
         {"", "blob", "key 100", "key 150", "key 199", "lll", "zz", "zzz"}) {
        use([&] { static_cast<void>(snapshot.get(key)); });
        use([&] { static_cast<void>(snapshot.rank(key)); });
        use([&] { static_cast<void>(snapshot.count_prefix(key)); });
    }
    for (const std::uint64_t index : {0, 1, 50, 102, 103, 104, 100'000})
        use([&] { static_cast<void>(snapshot.nth(index)); });
    return whole;
}

/// What passes the full check must agree with itself in every respect.
void require_agreement(const Snapshot& snapshot, const std::optional<Contents>& whole) {
    require(whole.has_value(), "a scan fails though the check finds nothing");
    try {
        read(snapshot, *whole);
    } catch (const Error&) {
        throw Wrong{"a read fails though the check finds nothing"};
    }
}

/// How many commits the history has, each of which is read.
std::uint64_t walked(const Database& db) {
    std::uint64_t count = 0;
    for (const CommitInfo& commit : db.history())
        count += commit.id != 0;
    return count;
}

void change_forged(Database& db) {
    use([&] { db.set("key 130", "new"); });
    use([&] { db.set("lll", std::string(2'000, 'n')); });
    use([&] { db.erase("key 199"); });
    use([&] { db.update([](Transaction& txn) { txn.erase_range("key 150", "zz"); }); });
    use([&] {
        db.update([](Transaction& txn) {
            auto writer = txn.sorted_writer();
            writer.set("a", "1");
            writer.set("key 131", "2");
            writer.finish();
        });
    });
}

}  // namespace

std::string fault_of_damaged(const std::shared_ptr<File>& file, const Sample& sample) {
    return fault_of([&] {
        Contents expected;
        {
            const Database db = Database::open(file, {.read_only = true});
            const Snapshot snapshot = db.snapshot();
            const auto state = sample.states.find(snapshot.commit_id());
            require(state != sample.states.end(), "a commit that was never made");
            expected = state->second.main;
            read(snapshot, expected);
            read_catalog(snapshot, state->second);
            read_old(db, sample, snapshot.commit_id());
            use([&] { require(walked(db) == snapshot.commit_id(), "a wrong history"); });
            use([&] { static_cast<void>(db.survey({})); });
            use([&] { static_cast<void>(db.verify()); });
        }
        write_and_reopen(file, expected);
    });
}

std::string fault_of_forged(const std::shared_ptr<File>& file) {
    return fault_of([&] {
        Database db = Database::open(file);
        const Snapshot snapshot = db.snapshot();
        const std::optional<Contents> whole = read_forged(snapshot);
        use([&] { static_cast<void>(walked(db)); });
        use([&] { static_cast<void>(db.statistics()); });
        use([&] { static_cast<void>(db.survey({.leaves_max = 10})); });
        use([&] { static_cast<void>(look_at_tree(snapshot, {.levels = 8, .key = "key 150"})); });
        if (db.verify().ok()) require_agreement(snapshot, whole);
        change_forged(db);
        use([&] { static_cast<void>(read_forged(Database::open(file).snapshot())); });
    });
}

}  // namespace dbdb::test
