#include "failure.hpp"
#include "stores/store.hpp"

namespace dbdb::stores {

void read_leveldb(const std::string& path,
                  const std::optional<std::string>&,
                  const exchange::TakeRecord&) {
    throw tool::Failure(tool::ExitCode::bad_input,
                        path + ": a store of LevelDB, which this program was built without");
}

}  // namespace dbdb::stores
