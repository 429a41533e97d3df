/// What an operation reads, counted in records of the file: of a database that has just been
/// opened each record that is read leaves a mark.
#pragma once

#include <functional>
#include <memory>

#include "dbdb/database.hpp"

#include "transaction/hold.hpp"

namespace dbdb::test {

/// Records that `act` reads in the database on `file`, each once; what it writes does not count.
inline std::uint64_t records_read(const std::shared_ptr<File>& file,
                                  const Options& options,
                                  const std::function<void(Database&)>& act) {
    Database db = Database::open(file, options);
    const Snapshot before = db.snapshot();
    const transaction::Version& version = transaction::Hold::version_of(before);
    const std::uint64_t end = version.tail;
    const std::uint64_t read_by_opening = version.source->read_count(end);
    act(db);
    return version.source->read_count(end) - read_by_opening;
}

}  // namespace dbdb::test
