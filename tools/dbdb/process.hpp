/// The state of the process that everything else relies on.
#pragma once

namespace dbdb::tool {

/// Opens descriptors 0 to 2 where the caller closed them, so that no database lands there and is
/// overwritten by a message; reading or writing them then fails as on a closed one. Lets a closed
/// pipe end the program quietly, whatever the caller ignored. To be called first.
void prepare_process();

}  // namespace dbdb::tool
