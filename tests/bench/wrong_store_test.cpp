/// A store that answers wrong has no figures in the rows that ask for it.
#include <fstream>
#include <set>
#include <type_traits>

#include <doctest/doctest.h>

#include "harness.hpp"
#include "map_store.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

using bench::Direction;
using bench::Outline;

template <typename Store>
std::unique_ptr<bench::Store> open(const bench::Home& home) {
    if constexpr (std::is_constructible_v<Store, const bench::Home&>)
        return std::make_unique<Store>(home);
    else
        return std::make_unique<Store>();
}

bench::Row row_of(std::string_view name) {
    for (const bench::Row& row : bench::all_rows())
        if (row.name == name) return row;
    throw std::runtime_error("there is no such row");
}

constexpr unsigned rounds = 2;

template <typename Store>
void run(std::vector<bench::Row> rows, const bench::RowListener& listener) {
    const TemporaryDirectory directory;
    bench::StoreKind kind;
    kind.name = "map";
    kind.open = open<Store>;
    bench::run({std::move(rows), {kind}, rounds, 400, directory.path()}, listener);
}

/// What the table says of `Store` in a small run of one row; "" for figures.
template <typename Store>
std::string failure_in(std::string_view row) {
    std::string failure;
    run<Store>({row_of(row)},
               [&](const bench::RowResult& result) { failure = result.series.at(0).failure; });
    return failure;
}

constexpr const char* wrong = "WRONG ANSWER";

struct SwapsInOutlines : MapStore {
    Outline scan_outline(Direction direction) override {
        return MapStore::scan_outline(direction == Direction::forward ? Direction::backward
                                                                      : Direction::forward);
    }
};

struct MissesInScansBackward : MapStore {
    bench::Digest scan(Direction direction) override {
        bench::Digest digest = MapStore::scan(direction);
        if (direction == Direction::backward) --digest.entries;
        return digest;
    }
};

/// Makes no change of a key but the first after the load.
struct KeepsOlderValues : MapStore {
    void write(std::span<const bench::Change> changes, std::size_t, bench::Sync) override {
        for (const bench::Change& change : changes)
            if (changed_.insert(std::string(change.key)).second)
                commit({&change, 1}, bench::Sync::never);
    }

private:
    std::set<std::string> changed_{};
};

/// Gets and seeks show what was loaded, whatever was written since.
struct ReadsOldState : MapStore {
    void load(std::span<const bench::Change> entries) override {
        MapStore::load(entries);
        old_.load(entries);
    }

    bench::Digest get(std::span<const bench::Key> keys) override { return old_.get(keys); }

    bench::Digest seek(std::span<const bench::Key> keys, std::uint64_t entries_max) override {
        return old_.seek(keys, entries_max);
    }

private:
    MapStore old_{};
};

/// Tells whether one was to compact itself.
struct KnowsItsHome : MapStore {
    explicit KnowsItsHome(const bench::Home& home) { compacts_itself = home.compacts_itself; }

    static inline bool compacts_itself = false;
};

constexpr std::size_t live_bytes = 400 * (16 + 100);

/// Has a file ten times as large as what is live.
struct TakesTenfold : MapStore {
    explicit TakesTenfold(const bench::Home& home) {
        std::ofstream file(home.directory / "file", std::ios::binary);
        file << std::string(10 * live_bytes, 'x');
    }
};

/// Tells how often one was loaded.
struct CountsLoads : MapStore {
    void load(std::span<const bench::Change> entries) override {
        ++loads;
        MapStore::load(entries);
    }

    static inline unsigned loads = 0;
};

}  // namespace

TEST_CASE("a store that answers right has figures") {
    for (const char* row : {"readrandom", "readseq", "readreverse", "readseq_bytes", "seek50"})
        CHECK(failure_in<MapStore>(row) == "");
    for (const char* row : {"get_scattered", "scan_scattered", "seek50_scattered"})
        CHECK(failure_in<MapStore>(row) == "");
}

TEST_CASE("entries in the wrong order are noticed") {
    CHECK(failure_in<SwapsInOutlines>("readseq") == wrong);
    CHECK(failure_in<SwapsInOutlines>("readreverse") == wrong);
}

TEST_CASE("a scan that looks at no value follows one that looks at all of them") {
    CHECK(failure_in<MissesInScansBackward>("readreverse") == wrong);
    CHECK(failure_in<MissesInScansBackward>("readreverse_bytes") == wrong);
    CHECK(failure_in<MissesInScansBackward>("readseq") == "");
}

TEST_CASE("a store that keeps older values of a key is found out by every row of scattered ones") {
    for (const char* row : {"get_scattered", "scan_scattered", "seek50_scattered"})
        CHECK(failure_in<KeepsOlderValues>(row) == wrong);
}

TEST_CASE("what is there after long overwriting is checked") {
    CHECK(failure_in<MapStore>("size_overwrites") == "");
    CHECK(failure_in<KeepsOlderValues>("size_overwrites") == wrong);
}

TEST_CASE("the space that files take is told in times of the live data") {
    run<TakesTenfold>({row_of("size_overwrites")}, [&](const bench::RowResult& result) {
        for (const bench::Pass& pass : result.series.at(0).passes) {
            CHECK(pass.figures.size_ratio.value() == doctest::Approx(10).epsilon(0.1));
            CHECK(pass.figures.size_ratio_most.value() == doctest::Approx(10).epsilon(0.1));
        }
    });
}

TEST_CASE("stores compact themselves in the rows that let them, and in no other") {
    run<KnowsItsHome>({row_of("size_overwrites"),
                       row_of("fillbatch_random"),
                       row_of("fillbatch"),
                       row_of("erase_batch_nosync")},
                      [&](const bench::RowResult& result) {
                          CHECK(KnowsItsHome::compacts_itself == result.row.compacts_itself);
                      });
    CHECK(row_of("size_overwrites").compacts_itself);
    CHECK(row_of("fillbatch_random").compacts_itself);
    CHECK_FALSE(row_of("fillbatch").compacts_itself);
}

TEST_CASE("reads of a state before the scattered commits are noticed") {
    CHECK(failure_in<ReadsOldState>("readrandom") == "");
    CHECK(failure_in<ReadsOldState>("seek50") == "");
    CHECK(failure_in<ReadsOldState>("get_scattered") == wrong);
    CHECK(failure_in<ReadsOldState>("seek50_scattered") == wrong);
}

TEST_CASE("rows of scattered entries share one store in each round") {
    std::vector<std::string_view> names;
    run<CountsLoads>({row_of("get_scattered"), row_of("scan_scattered"), row_of("readseq")},
                     [&](const bench::RowResult& result) {
                         names.push_back(result.row.name);
                         CHECK(result.series.at(0).passes.size() == rounds);
                     });
    CHECK(names == std::vector<std::string_view>{"get_scattered", "scan_scattered", "readseq"});
    CHECK(CountsLoads::loads == rounds + 1);
}

}  // namespace dbdb::test
