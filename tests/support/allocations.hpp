/// How often the test program allocates.
#pragma once

#include <cstdint>

namespace dbdb::test {

/// Calls of operator new by this thread so far.
std::uint64_t allocation_count();

}  // namespace dbdb::test
