/// What the system knows of a file, but for its times.
///
/// Who asks for the times of a file, as stat(2) does, has the next write note a new one, however
/// short ago the last was: Linux 6.13 and later (kernel documentation, "Multigrain Timestamps").
/// The sync behind that write then writes the inode, too. A commit looks at its file each time, so
/// with stat(2) a sync of 110 us took 170.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "io/descriptor.hpp"
#include "io/identity.hpp"

namespace dbdb::io {

struct FileStatus {
    FileIdentity identity;
    std::uint64_t bytes = 0;
    std::uint64_t link_count = 0;
    std::uint32_t mode = 0;  ///< Kind and permissions, as stat(2) has them.
    std::uint32_t user = 0;
    std::uint32_t group = 0;
};

/// Of what statx(2) finds; empty when the system refuses, and errno tells why.
std::optional<FileStatus> status_at(int directory, const char* path, int flags);

/// Of an open file; empty as above.
std::optional<FileStatus> status_of(int descriptor);

/// The same; `name` is for the message of the Error{Errc::io}.
FileStatus status_of(const Descriptor& file, const std::string& name);

}  // namespace dbdb::io
