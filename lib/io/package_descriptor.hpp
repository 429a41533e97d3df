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

private:
    std::vector<Descriptor> held_;
};

/// Every descriptor of this process that has `file` open is closed on exec from now on. Does
/// nothing where the system offers no /proc.
void close_on_exec(const FileIdentity& file);

}  // namespace dbdb::io
