/// Making a file so that it is there whole or not at all, whenever the power goes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "io/descriptor.hpp"

namespace dbdb::io {

/// Makes `path` with `contents`, durably, with the permissions that the umask leaves. Returns false
/// when there is such a file already, which stays as it is: another process may have made it just
/// now. Throws Error{Errc::not_found} when the directory is missing, and Error{Errc::io} with the
/// system's reason, also when `path` is a symbolic link to nothing: links are not followed.
bool create_file(const std::filesystem::path& path, std::span<const std::byte> contents);

/// Makes the names in `directory` durable: what was created, renamed or removed in it. Throws
/// Error{Errc::io} with the system's reason; nothing is then known about the names.
void sync_directory(const std::filesystem::path& directory);

/// The same for an open directory; `name` is for messages.
void sync_directory(const Descriptor& directory, const std::filesystem::path& name);

}  // namespace dbdb::io
