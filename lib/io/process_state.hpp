/// What dbdb keeps once per process, and what becomes of it when the process forks.
///
/// A forked child gets a copy of the memory and of the descriptors, but of the threads only the one
/// that forked. Two things follow, and both are settled here by handlers that run at every fork:
/// process-wide state must not be half changed by a thread that the child does not have; and a lock
/// that belongs to an open file would outlive a killed parent in a child that still has it open.
#pragma once

#include <mutex>

#include "io/descriptor.hpp"

namespace dbdb::io {

/// Held while process-wide state is read or changed; a fork waits for it. Not recursive.
std::unique_lock<std::mutex> lock_process_state();

/// A descriptor that a forked child does not keep: it is closed there before the child runs.
class ParentOnlyDescriptor {
public:
    explicit ParentOnlyDescriptor(Descriptor descriptor);
    ~ParentOnlyDescriptor();

    ParentOnlyDescriptor(const ParentOnlyDescriptor&) = delete;
    ParentOnlyDescriptor& operator=(const ParentOnlyDescriptor&) = delete;

    /// -1 in a forked child.
    int number() const noexcept { return descriptor_.number(); }

    /// Only for the handler of forks.
    void close() noexcept { descriptor_.close(); }

private:
    Descriptor descriptor_;
};

}  // namespace dbdb::io
