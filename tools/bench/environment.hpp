/// The machine and the build, without which no figure means anything.
#pragma once

#include <filesystem>
#include <string>

namespace dbdb::bench {

struct Environment {
    std::string time{};  ///< When the run began, UTC.
    std::string processor{};
    unsigned processor_count = 0;
    std::string kernel{};
    std::string file_system{};    ///< Of the directory that the stores lie in.
    bool syncs_mean_much = true;  ///< False where the file system is only memory.
    std::string compiler{};
    bool optimized = false;
    double load_average = 0;  ///< Of the last minute: runnable tasks, those of others too.
};

Environment describe_environment(const std::filesystem::path& directory);

}  // namespace dbdb::bench
