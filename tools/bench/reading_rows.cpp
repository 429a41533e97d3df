/// Rows that read a loaded store which nobody changes.
#include <array>
#include <future>
#include <vector>

#include "choose.hpp"
#include "rows.hpp"

namespace dbdb::bench {

namespace {

Pass get_random(const Work& work, Place& place, unsigned round) {
    const Wanted wanted = choose_present(work, work.sizes.gets, round);
    const auto read = [&] { return place.store().get(wanted.keys); };
    return {measure_reading(wanted.keys.size(), wanted.digest, read)};
}

Pass get_many16(const Work& work, Place& place, unsigned round) {
    const Wanted wanted = choose_present(work, work.sizes.gets, round);
    const auto read = [&] { return place.store().get_many16(wanted.keys); };
    return {measure_reading(wanted.keys.size(), wanted.digest, read)};
}

Pass get_absent(const Work& work, Place& place, unsigned round) {
    std::vector<Key> keys(work.sizes.gets);
    std::uint64_t index = absent_index * (round + 1);
    for (Key& key : keys)
        key = make_key(index++);
    const auto read = [&] { return place.store().get(keys); };
    return {measure_reading(keys.size(), Digest{}, read)};
}

Pass get_dependent(const Work& work, Place& place, unsigned round) {
    const std::uint64_t steps = work.sizes.gets / 2;
    const Chain chain(round, work.sizes.entries);
    const auto read = [&] { return place.store().follow(chain, steps); };
    return {measure_reading(steps, expected_follow(chain, steps), read)};
}

Pass get_2threads(const Work& work, Place& place, unsigned round) {
    const std::array<Wanted, 2> wanted{choose_present(work, work.sizes.gets / 2, 2 * round),
                                       choose_present(work, work.sizes.gets / 2, 2 * round + 1)};
    const std::array<Digest, 2> expected{wanted[0].digest, wanted[1].digest};
    const auto read = [&] {
        auto other =
            std::async(std::launch::async, [&] { return place.store().get(wanted[1].keys); });
        const Digest mine = place.store().get(wanted[0].keys);
        return std::array<Digest, 2>{mine, other.get()};
    };
    return {measure_reading(work.sizes.gets / 2 * 2, expected, read)};
}

Pass scan(const Work& work, Place& place, Direction direction) {
    const auto read = [&] { return place.store().scan(direction); };
    return {measure_reading(work.sizes.entries, expected_scan(work.entries, direction), read)};
}

Pass scan_forward(const Work& work, Place& place, unsigned) {
    return scan(work, place, Direction::forward);
}

Pass scan_reverse(const Work& work, Place& place, unsigned) {
    return scan(work, place, Direction::backward);
}

Pass seek50(const Work& work, Place& place, unsigned round) {
    RandomSource random(round);
    std::vector<Key> keys(work.sizes.seeks);
    Digest expected;
    for (Key& key : keys) {
        auto rest = work.entries.subspan(random.below(work.entries.size()));
        key = rest.front().key;
        rest = rest.first(std::min(rest.size(), work.sizes.seek_entries));
        for (const Change& entry : rest)
            expected.add(view(entry.key), entry.value);
    }
    const auto read = [&] { return place.store().seek(keys, work.sizes.seek_entries); };
    return {measure_reading(keys.size(), expected, read)};
}

Pass count_range(const Work& work, Place& place, unsigned round) {
    RandomSource random(round);
    const std::uint64_t range_keys = work.sizes.range_keys;
    std::vector<KeyRange> ranges(work.sizes.ranges);
    for (KeyRange& range : ranges) {
        const std::uint64_t first = random.below(work.entries.size() - range_keys);
        range = {work.entries[first].key, work.entries[first + range_keys].key};
    }
    const auto read = [&] { return place.store().count(ranges); };
    return {measure_reading(ranges.size(), range_keys * ranges.size(), read)};
}

Pass snapshot(const Work& work, Place& place, unsigned) {
    const std::uint64_t times = work.sizes.snapshots;
    const auto read = [&] { return place.store().open_snapshots(times); };
    return {measure_reading(times, times, read)};
}

/// A handle of its own for each time, so the one of the other rows is closed meanwhile.
Pass open_close(const Work& work, Place& place, unsigned round) {
    const Wanted wanted = choose_present(work, 1, round);
    const auto read = [&] {
        Digest last;
        for (std::uint64_t time = 0; time < work.sizes.opens; ++time) {
            place.open();
            last = place.store().get(wanted.keys);
            place.close();
        }
        return last;
    };
    place.close();
    const Sample sample = measure_reading(work.sizes.opens, wanted.digest, read);
    place.open();
    return {sample};
}

const std::array rows{
    Row{"get_random", "present keys at random, in one snapshot", {}, {}, get_random},
    Row{"get_absent", "keys that are not there, in one snapshot", {}, {}, get_absent},
    Row{"get_many16", "get_random, 16 keys in each call", {}, {}, get_many16},
    Row{"get_dependent", "each key follows from the value before it", {}, {}, get_dependent},
    Row{"get_2threads", "get_random by two threads at once", {}, {}, get_2threads},
    Row{"scan", "every entry in the order of keys", {}, {}, scan_forward},
    Row{"scan_reverse", "every entry in the opposite order", {}, {}, scan_reverse},
    Row{"seek50", "seek a random key, read 50 entries from there", {}, {}, seek50},
    Row{"count_range", "count the keys of a random tenth of all", {}, {}, count_range},
    Row{"snapshot", "open a snapshot of the newest commit and close it", {}, {}, snapshot},
    Row{"open_close", "open the file, get one value, close it", {}, {}, open_close},
};

}  // namespace

std::span<const Row> reading_rows() { return rows; }

}  // namespace dbdb::bench
