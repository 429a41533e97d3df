/// Reading what is on the disk only: the files of a closed store are taken out of the system's
/// cache, then it is opened and asked for keys at random. So each leaf is met for the first time,
/// as in a database far larger than the memory.
#include <array>

#include "choose.hpp"
#include "disk_reads.hpp"
#include "rows.hpp"

namespace dbdb::bench {

namespace {

Pass get_cold(const Work& work, Place& place, unsigned round) {
    const std::uint64_t count = work.sizes.cold_gets;
    const Wanted wanted = choose_present(work, count, round);
    place.close();
    place.settle();
    drop_from_cache(place.directory());
    place.open();
    const DiskReads before = disk_reads_so_far();
    Stopwatch stopwatch;
    const Digest answer = place.store().get(wanted.keys.all());
    Pass pass{stopwatch.stop(count)};
    const DiskReads after = disk_reads_so_far();
    if (answer != wanted.digest) throw WrongAnswer();
    pass.figures.page_faults = (after.faults - before.faults) / static_cast<double>(count);
    pass.figures.read_bytes = (after.bytes - before.bytes) / static_cast<double>(count);
    return pass;
}

const std::array rows{
    Row{"get_cold",
        "readrandom of a store that is on the disk only",
        get_cold,
        Fixture::shared_loaded,
        0,
        Decides::wall},
};

}  // namespace

std::span<const Row> cold_rows() { return rows; }

}  // namespace dbdb::bench
