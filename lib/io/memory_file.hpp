/// A File in memory, for databases that need no disk and for tests.
#pragma once

#include <memory>
#include <string>

#include "io/local_file.hpp"

namespace dbdb::io {

/// A new empty file that no path leads to; it is gone with its last owner and mapping. It is a
/// LocalFile like any other but for sync(), which has nothing to do. `name` is for messages. Throws
/// Error{Errc::io} with the system's reason.
std::shared_ptr<LocalFile> make_memory_file(std::string name);

}  // namespace dbdb::io
