/// dbdb with the options that it has when none are given; in some rows it compacts itself.
#include "stores/dbdb.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "dbdb/dbdb.hpp"

namespace dbdb::bench {

namespace {

dbdb::Options options_for(const Home& home) {
    dbdb::Options options;
    options.verify_checksums = home.verify_checksums;
    if (home.compacts_itself) options.compaction.interval = std::chrono::milliseconds(10);
    return options;
}

class DbdbStore : public Store {
public:
    explicit DbdbStore(const Home& home)
        : database_(Database::open(home.directory / "bench.dbdb", options_for(home))) {}

    void load(std::span<const Change> entries) override {
        Transaction transaction = database_.begin();
        Transaction::SortedWriter writer = transaction.sorted_writer();
        for (const Change& entry : entries)
            writer.set(entry.key, entry.value);
        writer.finish();
        transaction.commit({.durability = Durability::sync});
    }

    void write(std::span<const Change> changes,
               std::size_t changes_per_commit,
               Sync sync) override {
        const CommitOptions options{.durability =
                                        sync == Sync::never ? Durability::none : Durability::sync};
        while (!changes.empty()) {
            const std::size_t count = std::min(changes_per_commit, changes.size());
            if (count == 1 && sync != Sync::never)
                set_or_erase(changes.front());
            else
                commit(changes.first(count), options);
            changes = changes.subspan(count);
        }
    }

    Digest get(std::span<const Key> keys) override {
        const Snapshot snapshot = database_.snapshot();
        Digest digest;
        for (const Key key : keys) {
            const auto value = snapshot.get(key);
            if (value) digest.add(*value);
        }
        return digest;
    }

    Digest get_many16(std::span<const Key> keys) override {
        const Snapshot snapshot = database_.snapshot();
        Digest digest;
        std::array<std::optional<std::string_view>, 16> values;
        while (!keys.empty()) {
            const std::size_t count = std::min(keys.size(), values.size());
            snapshot.get_many(keys.first(count), std::span(values).first(count));
            for (std::size_t index = 0; index < count; ++index)
                if (values[index]) digest.add(*values[index]);
            keys = keys.subspan(count);
        }
        return digest;
    }

    Digest follow(Chain chain, std::uint64_t steps) override {
        const Snapshot snapshot = database_.snapshot();
        Digest digest;
        for (std::uint64_t step = 0; step < steps; ++step) {
            const std::string_view value = snapshot.at(chain.key());
            digest.add(value);
            chain.advance(value);
        }
        return digest;
    }

    Digest scan(Direction direction) override { return scan_for(Digest{}, direction); }

    Outline scan_outline(Direction direction) override {
        return scan_for(Outline(direction), direction);
    }

    Digest seek(std::span<const Key> keys, std::uint64_t entries_max) override {
        const Snapshot snapshot = database_.snapshot();
        Digest digest;
        for (const Key key : keys)
            for (const Entry& entry : snapshot.range_from(key).limit(entries_max))
                digest.add(entry.key, entry.value);
        return digest;
    }

    std::uint64_t count(std::span<const KeyRange> ranges) override {
        const Snapshot snapshot = database_.snapshot();
        std::uint64_t keys = 0;
        for (const KeyRange& range : ranges)
            keys += snapshot.count(range.from, range.to);
        return keys;
    }

    Digest nth(std::span<const std::uint64_t> ranks) override {
        const Snapshot snapshot = database_.snapshot();
        Digest digest;
        for (const std::uint64_t rank : ranks) {
            const std::optional<Entry> entry = snapshot.nth(rank);
            if (entry) digest.add(entry->key, entry->value);
        }
        return digest;
    }

    void compact() override { database_.compact(); }

    std::uint64_t open_snapshots(std::uint64_t times) override {
        const CommitId newest = database_.statistics().commit;
        std::uint64_t right = 0;
        for (std::uint64_t time = 0; time < times; ++time)
            right += database_.snapshot().commit_id() == newest ? 1 : 0;
        return right;
    }

    std::uint64_t used_bytes() override { return database_.statistics().used_bytes; }

private:
    template <typename Proof>
    Proof scan_for(Proof proof, Direction direction) {
        const Range all = database_.snapshot().range();
        for (const Entry& entry : direction == Direction::forward ? all : all.reverse())
            proof.add(entry.key, entry.value);
        return proof;
    }

    /// As a program does it that has one change to make: threads may share the commit.
    void set_or_erase(const Change& change) {
        if (change.erases)
            database_.erase(change.key);
        else
            database_.set(change.key, change.value);
    }

    void commit(std::span<const Change> changes, const CommitOptions& options) {
        Transaction transaction = database_.begin();
        for (const Change& change : changes) {
            if (change.erases)
                transaction.erase(change.key);
            else
                transaction.set(change.key, change.value);
        }
        transaction.commit(options);
    }

    Database database_;
};

std::unique_ptr<Store> open(const Home& home) { return std::make_unique<DbdbStore>(home); }

}  // namespace

StoreKind dbdb_store() {
    return {.name = "dbdb",
            .version = std::string(library_version()),
            .settings =
                "default options, checksums verified; Durability::none in rows without "
                "sync; bulk load by a sorted_writer; in fillbatch_random and size_overwrites "
                "Options::compaction looks every 10 ms, else as by default: it is due when "
                "half of the file is garbage",
            .open = open,
            .can_skip_checksums = true};
}

}  // namespace dbdb::bench
