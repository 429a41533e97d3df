#include "reference.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <span>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace dbdb::bench {

namespace {

/// A new file that is removed in the end.
class BareFile {
public:
    explicit BareFile(const std::filesystem::path& directory)
        : name_((directory / "bare_file").string()),
          descriptor_(::open(name_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
        if (descriptor_ < 0) fail();
    }

    ~BareFile() {
        ::close(descriptor_);
        ::unlink(name_.c_str());
    }

    BareFile(const BareFile&) = delete;
    BareFile& operator=(const BareFile&) = delete;

    void write(std::size_t offset, std::span<const char> bytes) {
        while (!bytes.empty()) {
            const ssize_t count =
                ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) fail();
            bytes = bytes.subspan(static_cast<std::size_t>(count));
            offset += static_cast<std::size_t>(count);
        }
    }

    void sync() {
        if (::fdatasync(descriptor_) != 0) fail();
    }

private:
    [[noreturn]] void fail() const {
        throw std::system_error(errno, std::generic_category(), name_);
    }

    std::string name_;
    int descriptor_;
};

/// The commits of a row, as bytes and no more.
class Commits {
public:
    explicit Commits(const Pass& store_pass)
        : count_(std::max<std::uint64_t>(store_pass.commits, 1)),
          bytes_(store_pass.figures.appended_bytes.value_or(116.0) *
                 static_cast<double>(store_pass.sample.operations) / static_cast<double>(count_)),
          piece_(std::clamp<std::size_t>(
              static_cast<std::size_t>(std::max(bytes_, 1.0)), 1, piece_bytes_max)) {}

    std::uint64_t count() const { return count_; }

    /// All of one commit, in pieces as a store would write them.
    void append_one(BareFile& file, char letter) {
        std::fill(piece_.begin(), piece_.end(), letter);
        for (double left = bytes_; left > 0; left -= static_cast<double>(piece_.size())) {
            file.write(at_, piece_);
            at_ += piece_.size();
        }
    }

    void rewind() { at_ = 0; }

private:
    static constexpr std::size_t piece_bytes_max = std::size_t{1} << 20;

    std::uint64_t count_;
    double bytes_;
    std::vector<char> piece_;
    std::size_t at_ = 0;
};

}  // namespace

Pass append_to_bare_file(const std::filesystem::path& directory,
                         const Pass& store_pass,
                         Appending appending) {
    const bool synced = appending != Appending::unsynced;
    BareFile file(directory);
    Commits commits(store_pass);
    for (std::uint64_t commit = 0; appending == Appending::ahead && commit < commits.count();
         ++commit)
        commits.append_one(file, '\0');
    commits.rewind();
    file.sync();

    Stopwatch stopwatch;
    for (std::uint64_t commit = 0; commit < commits.count(); ++commit) {
        commits.append_one(file, 'x');
        if (synced) file.sync();
    }
    Pass pass{stopwatch.stop(store_pass.sample.operations), {}, store_pass.commits};
    pass.figures.syncs_per_commit = synced ? 1.0 : 0.0;
    pass.figures.written_bytes = pass.figures.appended_bytes = store_pass.figures.appended_bytes;
    return pass;
}

}  // namespace dbdb::bench
