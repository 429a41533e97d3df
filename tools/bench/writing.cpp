#include "writing.hpp"

#include <algorithm>

#include "system_calls.hpp"

namespace dbdb::bench {

namespace {

/// Enough to make the mean steady, and little enough not to be missed on the clock.
constexpr std::size_t counted_commits_max = 100;

std::size_t counted_commits(std::size_t commits) {
    return std::min(counted_commits_max, (commits + 9) / 10);
}

Pass write_timed(Place& place, const Writing& writing) {
    const std::size_t commits = writing.changes.size() / writing.changes_per_commit;
    place.settle();
    const std::optional<double> before = used_bytes(place.store());
    const Stopwatch stopwatch;
    place.store().write(writing.changes, writing.changes_per_commit, writing.sync);
    Pass pass{stopwatch.stop(writing.changes.size()), {}, commits};
    const std::optional<double> after = used_bytes(place.store());
    if (before && after)
        pass.figures.appended_per_commit = (*after - *before) / static_cast<double>(commits);
    return pass;
}

void write_counted(Place& place, const Writing& writing, Figures& figures) {
    const std::size_t commits = writing.changes.size() / writing.changes_per_commit;
    const SystemCallCounter counter;
    place.store().write(writing.changes, writing.changes_per_commit, writing.sync);
    const SystemCalls calls = counter.so_far();
    figures.syncs_per_commit = static_cast<double>(calls.syncs) / static_cast<double>(commits);
    figures.written_per_commit =
        static_cast<double>(calls.written_bytes) / static_cast<double>(commits);
}

}  // namespace

std::optional<double> used_bytes(Store& store) {
    try {
        return static_cast<double>(store.used_bytes());
    } catch (const Unsupported&) {
        return std::nullopt;
    }
}

Pass write_and_check(Place& place, const Writing& writing) {
    const std::size_t commits = writing.changes.size() / writing.changes_per_commit;
    const std::size_t timed_changes =
        (commits - counted_commits(commits)) * writing.changes_per_commit;
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
