/// What the library does to a directory, as the system sees it.
///
/// The test program has functions of its own in place of the system's for writing, syncing and
/// naming files; they note the call and pass it on. So the code that makes files is tested as it
/// is, without a seam in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

#include "support/simulated_directory.hpp"
#include "support/simulated_disk.hpp"

namespace dbdb::test {

/// The calls on one directory and the files in it, in order. Writes of each file are a log of their
/// own, as a disk has it.
struct SystemCalls {
    /// One call: the next of the directory, or of a file.
    struct Step {
        bool is_directory = false;
        DirectoryCall::File file = 0;
    };

    std::vector<Step> steps{};
    std::vector<DirectoryCall> directory{};
    std::map<DirectoryCall::File, DiskLog> files{};
};

/// Notes the calls of this process on `directory` as long as it lives. One at a time, and only
/// while one thread works.
class SystemCallRecorder {
public:
    explicit SystemCallRecorder(const std::filesystem::path& directory);
    ~SystemCallRecorder();

    SystemCallRecorder(const SystemCallRecorder&) = delete;
    SystemCallRecorder& operator=(const SystemCallRecorder&) = delete;

    const SystemCalls& calls() const { return calls_; }

private:
    SystemCalls calls_;
};

}  // namespace dbdb::test
