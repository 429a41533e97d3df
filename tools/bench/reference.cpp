#include "reference.hpp"

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

}  // namespace

Pass append_to_bare_file(const std::filesystem::path& directory,
                         const Pass& store_pass,
                         Space space) {
    const double wanted_bytes = store_pass.figures.appended_per_commit.value_or(4096);
    const std::vector<char> bytes(static_cast<std::size_t>(std::max(wanted_bytes, 1.0)), 'x');
    BareFile file(directory);
    if (space == Space::ahead) {
        const std::vector<char> zeros(bytes.size());
        for (std::size_t commit = 0; commit < store_pass.commits; ++commit)
            file.write(commit * zeros.size(), zeros);
    }
    file.sync();

    const Stopwatch stopwatch;
    for (std::size_t commit = 0; commit < store_pass.commits; ++commit) {
        file.write(commit * bytes.size(), bytes);
        file.sync();
    }
    Pass pass{stopwatch.stop(store_pass.sample.operations), {}, store_pass.commits};
    const auto bytes_per_commit = static_cast<double>(bytes.size());
    pass.figures = {1.0, bytes_per_commit, bytes_per_commit, {}};
    return pass;
}

}  // namespace dbdb::bench
