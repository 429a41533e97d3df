/// Reading what is on the disk only: the files of a closed store are taken out of the system's
/// cache, then it is opened and asked for keys at random. So each leaf is met for the first time,
/// as in a database far larger than the memory.
#include <array>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

#include "choose.hpp"
#include "rows.hpp"

namespace dbdb::bench {

namespace {

/// What the process has waited for the disk to give.
struct DiskReads {
    double faults = 0;
    double bytes = 0;

    static DiskReads so_far() {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        DiskReads reads{static_cast<double>(usage.ru_majflt), 0};
        std::ifstream counts("/proc/self/io");
        std::string name;
        for (double count = 0; counts >> name >> count;)
            if (name == "read_bytes:") reads.bytes = count;
        return reads;
    }
};

/// Nobody may have the files mapped or about to be written, else they stay.
void drop_from_cache(const std::filesystem::path& directory) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) continue;
        const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) continue;
        ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
        ::close(descriptor);
    }
}

Pass get_cold(const Work& work, Place& place, unsigned round) {
    const std::uint64_t count = work.sizes.cold_gets;
    const Wanted wanted = choose_present(work, count, round);
    place.close();
    place.settle();
    drop_from_cache(place.directory());
    place.open();
    const DiskReads before = DiskReads::so_far();
    Stopwatch stopwatch;
    const Digest answer = place.store().get(wanted.keys.all());
    Pass pass{stopwatch.stop(count)};
    const DiskReads after = DiskReads::so_far();
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
