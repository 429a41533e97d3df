#include "failure.hpp"
#include "stores/store.hpp"

namespace dbdb::stores {

void read_lmdb(const std::string& path,
               const std::optional<std::string>&,
               const exchange::TakeRecord&) {
    throw tool::Failure(tool::ExitCode::bad_input,
                        path +
                            ": a store of LMDB, which this program was built without; what "
                            "mdb_dump -a writes can be loaded too");
}

}  // namespace dbdb::stores
