/// Names beside a file, in its directory.
#pragma once

#include <filesystem>
#include <string>

#include "io/descriptor.hpp"

namespace dbdb::io {

/// 64 random bits as 16 hexadecimal digits: nobody can guess a name with them and lay a file there
/// before us.
std::string random_digits();

/// The directory of `path`. Throws Error{Errc::not_found} when it is missing, else Error{Errc::io}.
Descriptor open_directory_of(const std::filesystem::path& path);

}  // namespace dbdb::io
