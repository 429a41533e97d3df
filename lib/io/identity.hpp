/// Which file it is, whatever it is called: two names of one file have one identity.
///
/// An identity is unique only while somebody has the file open; afterwards the system may give it
/// to another file.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "io/descriptor.hpp"

namespace dbdb::io {

struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    friend auto operator<=>(const FileIdentity&, const FileIdentity&) = default;
};

/// Of an open file; `name` is for the message of the Error{Errc::io}.
FileIdentity identity_of(const Descriptor& file, const std::string& name);

/// Of what `path` names, through symbolic links; empty when there is nothing. Throws
/// Error{Errc::io} when the system does not let us look.
std::optional<FileIdentity> identity_of(const std::filesystem::path& path);

/// The same, but of a symbolic link itself.
std::optional<FileIdentity> identity_of_link(const std::filesystem::path& path);

}  // namespace dbdb::io
