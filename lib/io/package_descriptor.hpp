/// Care for a descriptor that a package opens and does not show.
///
/// What descriptor.hpp promises of every descriptor must hold of these, too: they are closed on
/// exec and are no standard streams.
#pragma once

#include <vector>

#include "io/descriptor.hpp"
#include "io/identity.hpp"

namespace dbdb::io {

/// While it lives, what is opened gets no standard stream's number: those that are closed lead to
/// /dev/null.
class StandardStreamsHeld {
public:
    StandardStreamsHeld();

    StandardStreamsHeld(const StandardStreamsHeld&) = delete;
    StandardStreamsHeld& operator=(const StandardStreamsHeld&) = delete;

    /// The number that is given next, unless another thread opens or closes something meanwhile. It
    /// was free when this was made. -1 when the system did not tell.
    int next_number() const noexcept { return next_number_; }

private:
    std::vector<Descriptor> held_;
    int next_number_ = -1;
};

/// The descriptor of this process that has `file` open, and was not open before the package opened
/// it, is closed on exec from now on. It is looked for under `likely_number`, where nothing else
/// can have that file open, and if it is not there, under all numbers. Does nothing where the
/// system offers no /proc for that.
void close_on_exec(const FileIdentity& file, int likely_number);

}  // namespace dbdb::io
