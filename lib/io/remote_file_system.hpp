/// Which file systems keep no promise on locks, renames and syncs.
#pragma once

#include <cstdint>
#include <filesystem>

namespace dbdb::io {

/// Whether `path`, a file or directory that exists, lies on a file system of another machine or of
/// another program (NFS, SMB, FUSE and their like). There the writer's lock may not exclude and a
/// sync may not be one, so a database there is only to be read. Throws Error{Errc::io}, or
/// Error{Errc::not_found} when there is nothing at `path`.
bool is_remote(const std::filesystem::path& path);

/// The same for the type number that the system gives a file system.
bool is_remote_type(std::uint32_t type) noexcept;

}  // namespace dbdb::io
