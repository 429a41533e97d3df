#include "disk_reads.hpp"

#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace dbdb::bench {

DiskReads disk_reads_so_far() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    DiskReads reads{static_cast<double>(usage.ru_majflt), 0};
    std::ifstream counts("/proc/self/io");
    std::string name;
    for (double count = 0; counts >> name >> count;)
        if (name == "read_bytes:") reads.bytes = count;
    return reads;
}

void drop_from_cache(const std::filesystem::path& directory) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) continue;
        const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) continue;
        ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
        ::close(descriptor);
    }
}

}  // namespace dbdb::bench
