/// What a store takes on the disk while its entries are overwritten at random, on and on.
#include <algorithm>
#include <array>
#include <sys/stat.h>

#include "rows.hpp"
#include "writing.hpp"

namespace dbdb::bench {

namespace {

/// 0 when the file has just been removed.
std::uint64_t disk_bytes_of(const std::filesystem::path& file) {
    struct stat status {};

    if (::stat(file.c_str(), &status) != 0) return 0;
    return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

/// Of all files in `directory`. Not their length: what LMDB writes by a mapping is as long as its
/// map from the beginning.
std::uint64_t disk_bytes(const std::filesystem::path& directory) {
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
        bytes += disk_bytes_of(entry.path());
    return bytes;
}

/// Every entry, and in which version it was set last.
class Overwriting {
public:
    Overwriting(const Work& work, unsigned round) : work_(work), random_(round) {}

    ChangeList next(std::uint64_t count) {
        ChangeList changes(count, work_.shape);
        for (; count > 0; --count) {
            const std::uint64_t rank = random_.below(versions_.size());
            versions_[rank] = ++version_;
            changes.set(work_.entries[rank].key, version_);
        }
        return changes;
    }

    /// Of a scan over what there is now.
    Digest expected() const {
        std::array<char, Shape{}.value_bytes> value;
        Digest digest;
        for (std::size_t rank = 0; rank < versions_.size(); ++rank) {
            const Key key = work_.entries[rank].key;
            fill_value(value, key, versions_[rank]);
            digest.add(key, {value.data(), value.size()});
        }
        return digest;
    }

private:
    const Work& work_;
    RandomSource random_;
    std::uint64_t version_ = 0;
    std::vector<std::uint64_t> versions_ = std::vector<std::uint64_t>(work_.entries.size());
};

/// How large a store was when it was looked at.
struct Sizing {
    std::uint64_t looks = 0;
    std::uint64_t sum_bytes = 0;
    std::uint64_t most_bytes = 0;

    void add(std::uint64_t bytes) {
        ++looks;
        sum_bytes += bytes;
        most_bytes = std::max(most_bytes, bytes);
    }
};

/// Making the changes and looking at the files is part of the time, some hundredths of it.
Pass size_overwrites(const Work& work, Place& place, unsigned round) {
    const std::uint64_t part = work.sizes.steady_part;
    const std::uint64_t warm_parts = work.sizes.entries / part;
    Overwriting overwriting(work, round);
    Sizing sizing;
    place.settle();
    Stopwatch stopwatch;
    for (std::uint64_t done = 0; done < work.sizes.steady_parts; ++done) {
        const ChangeList changes = overwriting.next(part);
        place.store().write(changes.all(), work.sizes.steady_changes_per_commit, Sync::never);
        if (done >= warm_parts) sizing.add(disk_bytes(place.directory()));
    }
    const std::uint64_t changes = work.sizes.steady_parts * part;
    Pass pass{stopwatch.stop(changes), {}, changes / work.sizes.steady_changes_per_commit};
    if (place.store().scan(Direction::forward) != overwriting.expected()) throw WrongAnswer();
    const std::uint64_t live_bytes =
        work.entries.size() * (work.shape.key_bytes + work.shape.value_bytes);
    pass.figures.size_ratio = per(live_bytes * sizing.looks, static_cast<double>(sizing.sum_bytes));
    pass.figures.size_ratio_most = per(live_bytes, static_cast<double>(sizing.most_bytes));
    return pass;
}

const std::array rows{
    Row{.name = "size_overwrites",
        .meaning = "five random overwrites for each entry, 100 in a commit: space for live data",
        .run = size_overwrites,
        .fixture = Fixture::fresh_loaded,
        .target = 2.5,
        .decides = Decides::size,
        .compacts_itself = true},
};

}  // namespace

std::span<const Row> size_rows() { return rows; }

}  // namespace dbdb::bench
