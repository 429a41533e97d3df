/// A read-only window on a file, through Boost.Interprocess.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "dbdb/file.hpp"

#include "io/descriptor.hpp"

namespace dbdb::io {

/// Maps the first `bytes` of the file, shared, so that later writes show up; `bytes` may be beyond
/// its end. The window outlives the descriptor: the system keeps the file for it. Throws
/// Error{Errc::io} with the system's reason, such as too little address space.
std::shared_ptr<const Mapping> map_descriptor(const Descriptor& file,
                                              const std::string& name,
                                              std::uint64_t bytes);

}  // namespace dbdb::io
