/// The test program's own operator new: it counts, and fails when a test wants it to.
#pragma once

#include <cstdint>

namespace dbdb::test {

/// Calls of operator new by this thread so far, failed ones included.
std::uint64_t allocation_count();

/// As long as it lives, one allocation of this thread throws std::bad_alloc: the `call`-th from
/// now, counted from 1. One at a time.
class FailingAllocation {
public:
    explicit FailingAllocation(std::uint64_t call);
    ~FailingAllocation();

    /// Whether it came to that.
    bool has_failed() const;

    FailingAllocation(const FailingAllocation&) = delete;
    FailingAllocation& operator=(const FailingAllocation&) = delete;

private:
    std::uint64_t failing_;  ///< By the count of all calls.
};

}  // namespace dbdb::test
