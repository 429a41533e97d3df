/// Rows that read a loaded store which nobody changes.
#include <algorithm>
#include <array>
#include <future>
#include <vector>

#include "choose.hpp"
#include "rows.hpp"

namespace dbdb::bench {

Pass read_random(const Work& work, Place& place, unsigned round) {
    const Wanted wanted = choose_present(work, work.sizes.gets, round);
    const auto read = [&] { return place.store().get(wanted.keys.all()); };
    return {measure_reading(work.sizes.reading_ns_min(), work.sizes.gets, wanted.digest, read)};
}

namespace {

/// What each value holds is checked, too, but not while the clock runs.
Pass scan(const Work& work, Place& place, Direction direction) {
    if (place.store().scan(direction) != expected_scan(work.entries, direction))
        throw WrongAnswer();
    const Outline expected = expected_outline(work.entries, direction);
    const auto read = [&] { return place.store().scan_outline(direction); };
    return {measure_reading(work.sizes.reading_ns_min(), work.sizes.entries, expected, read)};
}

Pass seek(const Work& work, Place& place, unsigned round, std::uint64_t entries_max) {
    RandomSource random(round);
    KeyList keys(work.sizes.seeks, work.shape);
    Digest expected;
    for (std::uint64_t made = 0; made < work.sizes.seeks; ++made) {
        auto rest = work.entries.subspan(random.below(work.entries.size()));
        keys.add(rest.front().key);
        rest = rest.first(std::min(rest.size(), entries_max));
        for (const Change& entry : rest)
            expected.add(entry.key, entry.value);
    }
    const auto read = [&] { return place.store().seek(keys.all(), entries_max); };
    return {measure_reading(work.sizes.reading_ns_min(), work.sizes.seeks, expected, read)};
}

}  // namespace

Pass readseq(const Work& work, Place& place, unsigned) {
    return scan(work, place, Direction::forward);
}

Pass seek50(const Work& work, Place& place, unsigned round) {
    return seek(work, place, round, work.sizes.seek_entries);
}

namespace {

Pass readhot(const Work& work, Place& place, unsigned round) {
    const auto hot = work.entries.subspan(work.entries.size() / 2, work.sizes.hot_keys);
    const Wanted wanted = choose_among(hot, work, work.sizes.gets, round);
    const auto read = [&] { return place.store().get(wanted.keys.all()); };
    return {measure_reading(work.sizes.reading_ns_min(), work.sizes.gets, wanted.digest, read)};
}

Pass get_many16(const Work& work, Place& place, unsigned round) {
    const Wanted wanted = choose_present(work, work.sizes.gets, round);
    const auto read = [&] { return place.store().get_many16(wanted.keys.all()); };
    return {measure_reading(work.sizes.reading_ns_min(), work.sizes.gets, wanted.digest, read)};
}

Pass readmissing(const Work& work, Place& place, unsigned round) {
    KeyList keys(work.sizes.gets, work.shape);
    for (std::uint64_t made = 0; made < work.sizes.gets; ++made)
        keys.add(absent_index * (round + 1) + made);
    const auto read = [&] { return place.store().get(keys.all()); };
    return {measure_reading(work.sizes.reading_ns_min(), work.sizes.gets, Digest{}, read)};
}

Pass get_dependent(const Work& work, Place& place, unsigned round) {
    const std::uint64_t steps = work.sizes.gets / 2;
    const Chain chain(round, work.sizes.entries);
    const Digest expected = expected_follow(chain, steps);
    const auto read = [&] { return place.store().follow(chain, steps); };
    return {measure_reading(work.sizes.reading_ns_min(), steps, expected, read)};
}

Pass get_2threads(const Work& work, Place& place, unsigned round) {
    const std::uint64_t each = work.sizes.gets / 2;
    const std::array<Wanted, 2> wanted{choose_present(work, each, 2 * round),
                                       choose_present(work, each, 2 * round + 1)};
    const std::array<Digest, 2> expected{wanted[0].digest, wanted[1].digest};
    const auto read_one = [&](const Wanted& one) { return place.store().get(one.keys.all()); };
    const auto read = [&] {
        auto other = std::async(std::launch::async, [&] { return read_one(wanted[1]); });
        const Digest mine = read_one(wanted[0]);
        return std::array<Digest, 2>{mine, other.get()};
    };
    return {measure_reading(work.sizes.reading_ns_min(), 2 * each, expected, read)};
}

Pass readreverse(const Work& work, Place& place, unsigned) {
    return scan(work, place, Direction::backward);
}

Pass scan_bytes(const Work& work, Place& place, Direction direction) {
    const Digest expected = expected_scan(work.entries, direction);
    const auto read = [&] { return place.store().scan(direction); };
    return {measure_reading(work.sizes.reading_ns_min(), work.sizes.entries, expected, read)};
}

Pass readseq_bytes(const Work& work, Place& place, unsigned) {
    return scan_bytes(work, place, Direction::forward);
}

Pass readreverse_bytes(const Work& work, Place& place, unsigned) {
    return scan_bytes(work, place, Direction::backward);
}

Pass seekrandom(const Work& work, Place& place, unsigned round) {
    return seek(work, place, round, 1);
}

Pass count_range(const Work& work, Place& place, unsigned round) {
    RandomSource random(round);
    const std::uint64_t range_keys = work.sizes.range_keys;
    std::vector<KeyRange> ranges(work.sizes.ranges);
    for (KeyRange& range : ranges) {
        const std::uint64_t first = random.below(work.entries.size() - range_keys);
        range = {work.entries[first].key, work.entries[first + range_keys].key};
    }
    const std::uint64_t expected = range_keys * ranges.size();
    const auto read = [&] { return place.store().count(ranges); };
    return {measure_reading(work.sizes.reading_ns_min(), ranges.size(), expected, read)};
}

Pass nth(const Work& work, Place& place, unsigned round) {
    RandomSource random(round);
    std::vector<std::uint64_t> ranks(work.sizes.ranks);
    Digest expected;
    for (std::uint64_t& rank : ranks) {
        rank = random.below(work.entries.size());
        expected.add(work.entries[rank].key, work.entries[rank].value);
    }
    const auto read = [&] { return place.store().nth(ranks); };
    return {measure_reading(work.sizes.reading_ns_min(), ranks.size(), expected, read)};
}

Pass snapshot(const Work& work, Place& place, unsigned) {
    const std::uint64_t times = work.sizes.snapshots;
    const auto read = [&] { return place.store().open_snapshots(times); };
    return {measure_reading(work.sizes.reading_ns_min(), times, times, read)};
}

/// A handle of its own for each time, so the one of the other rows is closed meanwhile.
Pass open_close(const Work& work, Place& place, unsigned round) {
    const Wanted wanted = choose_present(work, 1, round);
    const auto read = [&] {
        Digest last;
        for (std::uint64_t time = 0; time < work.sizes.opens; ++time) {
            place.open();
            last = place.store().get(wanted.keys.all());
            place.close();
        }
        return last;
    };
    place.close();
    const Sample sample =
        measure_reading(work.sizes.reading_ns_min(), work.sizes.opens, wanted.digest, read);
    place.open();
    return {sample};
}

/// Each time in a newly opened store, where each record is met, and so verified, for the first
/// time. Gives the shared store back as it was.
Pass get_fresh(const Work& work, Place& place, unsigned round, void (Place::*open)()) {
    const Wanted wanted = choose_present(work, work.sizes.gets, round);
    const auto read = [&] {
        place.close();
        (place.*open)();
        return place.store().get(wanted.keys.all());
    };
    const Sample sample =
        measure_reading(work.sizes.reading_ns_min(), work.sizes.gets, wanted.digest, read);
    place.close();
    place.open();
    return {sample};
}

Pass get_fresh_checked(const Work& work, Place& place, unsigned round) {
    return get_fresh(work, place, round, &Place::open);
}

Pass get_fresh_unchecked(const Work& work, Place& place, unsigned round) {
    if (!place.kind().can_skip_checksums) throw Unsupported();
    return get_fresh(work, place, round, &Place::open_unchecked);
}

constexpr Fixture shared = Fixture::shared_loaded;

const std::array rows{
    Row{"readrandom", "present keys at random, in one snapshot", read_random, shared, 2.5},
    Row{"readmissing", "keys that are not there, in one snapshot", readmissing, shared, 3},
    Row{"readhot", "present keys out of a hundredth of all", readhot, shared},
    Row{"get_many16", "readrandom, 16 keys in each call", get_many16, shared, 4.5},
    Row{"get_dependent", "each key follows from the value before", get_dependent, shared, 1.3},
    Row{"get_2threads", "readrandom by two threads at once", get_2threads, shared, 2.5},
    Row{"readseq", "every entry in the order of keys", readseq, shared, 4},
    Row{"readreverse", "every entry in the opposite order", readreverse, shared, 4},
    Row{"readseq_bytes", "readseq, every byte of it read", readseq_bytes, shared},
    Row{"readreverse_bytes", "readreverse, every byte of it read", readreverse_bytes, shared},
    Row{"seekrandom", "seek a random key, read the entry there", seekrandom, shared},
    Row{"seek50", "seek a random key, read 50 entries from there", seek50, shared, 2},
    Row{"count_range", "count the keys of a random tenth of all", count_range, shared, 1000},
    Row{"nth", "the entry of a random rank", nth, shared},
    Row{"snapshot", "open a snapshot of the newest commit and close it", snapshot, shared, 1},
    Row{"get_fresh", "open the file, readrandom, close it", get_fresh_checked, shared},
    Row{"get_fresh_unchecked", "get_fresh, no checksum verified", get_fresh_unchecked, shared},
    Row{"open_close", "open the file, get one value, close it", open_close, shared},
};

}  // namespace

std::span<const Row> reading_rows() { return rows; }

}  // namespace dbdb::bench
