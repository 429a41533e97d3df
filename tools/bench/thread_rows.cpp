/// Rows in which several threads write, or write and read, at the same time.
#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <vector>

#include "choose.hpp"
#include "rows.hpp"
#include "writing.hpp"

namespace dbdb::bench {

namespace {

/// A new key in each commit, the same number by each thread.
Pass set_durable_by(unsigned threads, const Work& work, Place& place, unsigned round) {
    const std::uint64_t count = threads * work.sizes.durable_sets_each;
    const ChangeList changes = new_keys(work, count, round);
    return write_and_check(place, {work.entries, changes.all(), 1, Sync::each_commit, threads});
}

Pass set_durable_8threads(const Work& work, Place& place, unsigned round) {
    return set_durable_by(8, work, place, round);
}

Pass set_durable_64threads(const Work& work, Place& place, unsigned round) {
    return set_durable_by(64, work, place, round);
}

/// Commits one change after the other, over and over, as long as it lives.
class Writer {
public:
    Writer(Store& store, std::span<const Change> changes)
        : done_(std::async(std::launch::async, [this, &store, changes] {
              for (std::size_t next = 0; !is_over_.load(); next = (next + 1) % changes.size())
                  store.write(changes.subspan(next, 1), 1, Sync::each_commit);
          })) {}

    /// Throws what writing has thrown.
    void stop() {
        is_over_ = true;
        done_.get();
    }

    ~Writer() { is_over_ = true; }

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

private:
    std::atomic<bool> is_over_{false};
    std::future<void> done_;
};

/// Keys in one snapshot; then the newest one is taken.
constexpr std::size_t keys_per_snapshot = 100;

std::vector<Wanted> choose_parts(const Work& work, unsigned round) {
    std::vector<Wanted> parts(work.sizes.gets / keys_per_snapshot);
    std::uint64_t seed = round * parts.size();
    for (Wanted& part : parts)
        part = choose_present(work, keys_per_snapshot, seed++);
    return parts;
}

Pass readwhilewriting(const Work& work, Place& place, unsigned round) {
    const std::vector<Wanted> parts = choose_parts(work, round);
    const ChangeList changes = new_keys(work, work.sizes.durable_sets, round);
    Store& store = place.store();
    const auto read_all = [&] {
        return std::ranges::all_of(
            parts, [&](const Wanted& part) { return store.get(part.keys.all()) == part.digest; });
    };
    place.settle();
    Writer writer(store, changes.all());
    const Sample sample = measure_reading(
        work.sizes.reading_ns_min(), parts.size() * keys_per_snapshot, true, read_all);
    writer.stop();
    return {sample};
}

constexpr Fixture loaded = Fixture::fresh_loaded;

const std::array rows{
    Row{"set_durable_8threads",
        "one new key in each durable commit, by 8 threads",
        set_durable_8threads,
        loaded,
        8,
        Decides::wall},
    Row{"set_durable_64threads",
        "one new key in each durable commit, by 64 threads",
        set_durable_64threads,
        loaded,
        15,
        Decides::wall},
    Row{"readwhilewriting",
        "readrandom, 100 in a snapshot, while a thread commits durably",
        readwhilewriting,
        loaded,
        2,
        Decides::wall},
};

}  // namespace

std::span<const Row> thread_rows() { return rows; }

}  // namespace dbdb::bench
