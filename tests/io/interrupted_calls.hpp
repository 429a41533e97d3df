/// Calls to the system that are interrupted and that move a part of what they were asked for.
#pragma once

#include <cstddef>

namespace dbdb::test {

/// As long as it lives, of the calls of this thread to read, write, sync and change the length of a
/// file every other one fails with EINTR, and the rest move at most `bytes_max` bytes.
class InterruptedCalls {
public:
    explicit InterruptedCalls(std::size_t bytes_max);
    ~InterruptedCalls();

    /// How many calls were made, interrupted ones included.
    unsigned count() const;

    /// The descriptors that were written and synced last.
    int written() const;
    int synced() const;

    InterruptedCalls(const InterruptedCalls&) = delete;
    InterruptedCalls& operator=(const InterruptedCalls&) = delete;
};

}  // namespace dbdb::test
