#include "writing.hpp"

#include <algorithm>
#include <future>
#include <vector>

#include "system_calls.hpp"

namespace dbdb::bench {

namespace {

/// Enough to make the mean steady, and little enough not to be missed on the clock.
constexpr std::size_t counted_commits_max = 100;

std::size_t counted_commits(std::size_t commits, unsigned threads) {
    return std::min(counted_commits_max * threads, (commits + 9) / 10);
}

void write(Store& store, const Writing& writing) {
    if (writing.threads == 1)
        return store.write(writing.changes, writing.changes_per_commit, writing.sync);
    std::vector<std::future<void>> parts;
    std::span<const Change> left = writing.changes;
    for (unsigned threads = writing.threads; threads > 0; --threads) {
        const auto part = left.first(left.size() / threads);
        left = left.subspan(part.size());
        parts.push_back(std::async(std::launch::async, [&store, &writing, part] {
            store.write(part, writing.changes_per_commit, writing.sync);
        }));
    }
    for (std::future<void>& part : parts)
        part.get();
}

Pass write_timed(Place& place, const Writing& writing) {
    const std::size_t commits = writing.changes.size() / writing.changes_per_commit;
    place.settle();
    const std::optional<double> before = used_bytes(place.store());
    Stopwatch stopwatch;
    write(place.store(), writing);
    Pass pass{stopwatch.stop(writing.changes.size()), {}, commits};
    const std::optional<double> after = used_bytes(place.store());
    if (before && after && *after > *before)  // Some stores prepare room, or tidy up meanwhile.
        pass.figures.appended_bytes = per(writing.changes.size(), *after - *before);
    return pass;
}

void write_counted(Place& place, const Writing& writing, Figures& figures) {
    const std::size_t commits = writing.changes.size() / writing.changes_per_commit;
    const SystemCallCounter counter;
    write(place.store(), writing);
    const SystemCalls calls = counter.so_far();
    figures.syncs_per_commit = per(commits, static_cast<double>(calls.syncs));
    if (!place.kind().writes_by_mapping)
        figures.written_bytes =
            per(writing.changes.size(), static_cast<double>(calls.written_bytes));
}

}  // namespace

std::optional<double> used_bytes(Store& store) {
    try {
        return static_cast<double>(store.used_bytes());
    } catch (const Unsupported&) {
        return std::nullopt;
    }
}

std::optional<double> per(std::uint64_t count, std::optional<double> all) {
    if (!all || count == 0) return {};
    return *all / static_cast<double>(count);
}

Pass write_and_check(Place& place, const Writing& writing) {
    const std::size_t commits = writing.changes.size() / writing.changes_per_commit;
    const std::size_t timed_changes =
        (commits - counted_commits(commits, writing.threads)) * writing.changes_per_commit;
    Writing timed = writing;
    timed.changes = writing.changes.first(timed_changes);
    Writing counted = writing;
    counted.changes = writing.changes.subspan(timed_changes);

    Pass pass = write_timed(place, timed);
    write_counted(place, counted, pass.figures);
    const Digest expected = expected_scan_after(writing.present, writing.changes);
    if (place.store().scan(Direction::forward) != expected) throw WrongAnswer();
    return pass;
}

}  // namespace dbdb::bench
