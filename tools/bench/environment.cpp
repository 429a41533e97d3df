#include "environment.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <sys/utsname.h>
#include <thread>

namespace dbdb::bench {

namespace {

std::string processor_name() {
    std::ifstream lines("/proc/cpuinfo");
    for (std::string line; std::getline(lines, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos)
            return line.substr(colon + 2);
    }
    return "unknown";
}

std::string kernel_name() {
    utsname names{};
    if (uname(&names) != 0) return "unknown";
    return std::string(names.sysname) + ' ' + names.release + ' ' + names.machine;
}

long file_system_magic(const std::filesystem::path& directory) {
    struct statfs description {};

    return statfs(directory.c_str(), &description) == 0 ? static_cast<long>(description.f_type) : 0;
}

std::string file_system_name(long magic) {
    constexpr long xfs_magic = 0x58465342;  // Not in linux/magic.h of older systems.
    switch (magic) {
        case EXT4_SUPER_MAGIC:
            return "ext4";
        case BTRFS_SUPER_MAGIC:
            return "btrfs";
        case xfs_magic:
            return "xfs";
        case TMPFS_MAGIC:
            return "tmpfs";
        case OVERLAYFS_SUPER_MAGIC:
            return "overlayfs";
        default:
            break;
    }
    char number[20];
    std::snprintf(number, sizeof number, "0x%lx", magic);
    return number;
}

std::string compiler_name() {
#ifdef __clang__
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}

bool is_optimized() {
#ifdef __OPTIMIZE__
    return true;
#else
    return false;
#endif
}

std::string time_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", gmtime_r(&now, &parts));
    return text;
}

}  // namespace

Environment describe_environment(const std::filesystem::path& directory) {
    Environment environment;
    environment.time = time_now();
    environment.processor = processor_name();
    environment.processor_count = std::thread::hardware_concurrency();
    environment.kernel = kernel_name();
    const long magic = file_system_magic(directory);
    environment.file_system = file_system_name(magic);
    environment.syncs_mean_much = magic != TMPFS_MAGIC;
    environment.compiler = compiler_name();
    environment.optimized = is_optimized();
    getloadavg(&environment.load_average, 1);
    return environment;
}

}  // namespace dbdb::bench
