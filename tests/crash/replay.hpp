/// Recorded system calls, followed one by one over a simulated directory and disks.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "support/simulated_directory.hpp"
#include "support/simulated_power_cut.hpp"
#include "support/tree_fixture.hpp"
#include "system_calls.hpp"

namespace dbdb::test {

/// The directory and the files in it, step by step.
class Replay {
public:
    explicit Replay(const SystemCalls& calls) : calls_(calls) {}

    void follow(const SystemCalls::Step& step) {
        if (step.is_directory) return directory_.follow(calls_.directory[directory_calls_++]);
        const auto [file, is_new] = files_.try_emplace(step.file, std::vector<std::byte>());
        file->second.follow(calls_.files.at(step.file), file_calls_[step.file]++);
    }

    /// The next call of the directory was never made.
    void skip_directory_call() { ++directory_calls_; }

    const SimulatedDirectory& directory() const { return directory_; }

    /// A file that was made but not written to is empty.
    const InFlight& file(DirectoryCall::File number) {
        return files_.try_emplace(number, std::vector<std::byte>()).first->second;
    }

private:
    const SystemCalls& calls_;
    SimulatedDirectory directory_;
    std::map<DirectoryCall::File, InFlight> files_;
    std::map<DirectoryCall::File, std::size_t> file_calls_;
    std::size_t directory_calls_ = 0;
};

/// What a power cut may leave in `directory`: these names, and some image of each file.
void write_files(Replay& replay,
                 const SimulatedDirectory::Names& names,
                 const std::filesystem::path& directory,
                 Random& random);

}  // namespace dbdb::test
