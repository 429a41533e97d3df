#include "failure.hpp"
#include "stores/store.hpp"

namespace dbdb::stores {

void read_sqlite(const std::string& path,
                 const std::optional<std::string>&,
                 const exchange::TakeRecord&) {
    throw tool::Failure(tool::ExitCode::bad_input,
                        path +
                            ": a store of SQLite, which this program was built without; what "
                            "sqlite3 -csv -header writes can be loaded too");
}

}  // namespace dbdb::stores
