/// A store that answers wrong has no figures in the rows that ask for it.
#include <doctest/doctest.h>

#include "harness.hpp"
#include "map_store.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

using bench::Direction;
using bench::Outline;

template <typename Store>
std::unique_ptr<bench::Store> open(const bench::Home&) {
    return std::make_unique<Store>();
}

bench::Row row_of(std::string_view name) {
    for (const bench::Row& row : bench::all_rows())
        if (row.name == name) return row;
    throw std::runtime_error("there is no such row");
}

/// What the table says of `Store` in a small run of one row; "" for figures.
template <typename Store>
std::string failure_in(std::string_view row) {
    const TemporaryDirectory directory;
    bench::StoreKind kind;
    kind.name = "map";
    kind.open = open<Store>;
    std::string failure;
    bench::run({{row_of(row)}, {kind}, 2, 400, directory.path()},
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

}  // namespace

TEST_CASE("a store that answers right has figures") {
    for (const char* row : {"readrandom", "readseq", "readreverse", "readseq_bytes", "seek50"})
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

}  // namespace dbdb::test
