/// The six workloads of YCSB, without sync, each operation in a transaction of its own.
/// Source: Cooper, Silberstein, Tam, Ramakrishnan, Sears, "Benchmarking Cloud Serving Systems with
/// YCSB", SoCC 2010.
#include <array>

#include "mixed.hpp"
#include "rows.hpp"

namespace dbdb::bench {

namespace {

constexpr std::uint64_t scan_entries_max = 100;

/// `add` adds one operation, of a kind by a number below 100, and what belongs to it.
template <typename Function>
Pass run_mix(const Work& work, Place& place, unsigned round, Function&& add) {
    const std::uint64_t count = work.sizes.mixed_operations;
    Mix mix(work, count * 2, round);
    for (std::uint64_t made = 0; made < count; ++made)
        add(mix, mix.random().below(100));
    place.settle();
    Stopwatch stopwatch;
    const Digest answer = mix.run(place.store());
    const Pass pass{stopwatch.stop(count)};
    if (answer != mix.expected()) throw WrongAnswer();
    const Digest all = expected_scan_after(work.entries, mix.changes());
    if (place.store().scan(Direction::forward) != all) throw WrongAnswer();
    return pass;
}

Pass read_or_update(const Work& work, Place& place, unsigned round, std::uint64_t reads) {
    return run_mix(work, place, round, [&](Mix& mix, std::uint64_t percent) {
        const std::uint64_t index = mix.popular_index();
        percent < reads ? mix.get(index) : mix.update(index);
    });
}

Pass ycsb_a(const Work& work, Place& place, unsigned round) {
    return read_or_update(work, place, round, 50);
}

Pass ycsb_b(const Work& work, Place& place, unsigned round) {
    return read_or_update(work, place, round, 95);
}

Pass ycsb_c(const Work& work, Place& place, unsigned round) {
    return read_or_update(work, place, round, 100);
}

Pass ycsb_d(const Work& work, Place& place, unsigned round) {
    return run_mix(work, place, round, [](Mix& mix, std::uint64_t percent) {
        percent < 95 ? mix.get(mix.recent_index()) : mix.insert();
    });
}

Pass ycsb_e(const Work& work, Place& place, unsigned round) {
    return run_mix(work, place, round, [](Mix& mix, std::uint64_t percent) {
        if (percent >= 95) return mix.insert();
        const std::uint64_t entries = 1 + mix.random().below(scan_entries_max);
        mix.scan(mix.popular_index(), entries);
    });
}

Pass ycsb_f(const Work& work, Place& place, unsigned round) {
    return run_mix(work, place, round, [](Mix& mix, std::uint64_t percent) {
        const std::uint64_t index = mix.popular_index();
        mix.get(index);
        if (percent >= 50) mix.update(index);
    });
}

constexpr Fixture loaded = Fixture::fresh_loaded;

const std::array rows{
    Row{"ycsb_a", "half gets, half updates of popular keys", ycsb_a, loaded},
    Row{"ycsb_b", "95 % gets, 5 % updates of popular keys", ycsb_b, loaded},
    Row{"ycsb_c", "gets of popular keys, one in a snapshot", ycsb_c, loaded},
    Row{"ycsb_d", "95 % gets of recent keys, 5 % inserts", ycsb_d, loaded},
    Row{"ycsb_e", "95 % scans of up to 100 entries, 5 % inserts", ycsb_e, loaded},
    Row{"ycsb_f", "half gets, half gets with an update", ycsb_f, loaded},
};

}  // namespace

std::span<const Row> ycsb_rows() { return rows; }

}  // namespace dbdb::bench
