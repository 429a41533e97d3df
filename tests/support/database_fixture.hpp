/// Databases for tests: in memory, over files that record and fail, and over copies of a file such
/// as a crash leaves them.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dbdb/database.hpp"

#include "support/fault_file.hpp"
#include "support/recording_file.hpp"

namespace dbdb::test {

using Bytes = std::vector<std::byte>;
using Contents = std::map<std::string, std::string>;

/// A database in memory that holds `entries`, from one commit.
Database database_with(std::initializer_list<Entry> entries);

/// A new file in memory with these bytes.
std::shared_ptr<File> file_with(const Bytes& bytes);

/// All bytes of `file`.
Bytes bytes_of(const File& file);

/// Flips one bit of the byte at `offset`.
void damage(File& file, std::uint64_t offset);

/// What `range` walks over, in its order.
std::vector<std::pair<std::string, std::string>> entries_of(const Range& range);

/// The same for everything that `snapshot` holds.
Contents contents_of(const Snapshot& snapshot);

/// The Error that `act` throws, if it does.
std::optional<Error> error_of(const std::function<void()>& act);

/// Its kind.
std::optional<Errc> errc_of(const std::function<void()>& act);

/// A file in memory behind one that fails when asked, behind one that records. At its end whatever
/// a test has left in the file must pass a full check, unless the test has said that it is damaged.
class Store {
public:
    Store();
    ~Store();

    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// A database on the file. Close it before opening another.
    Database open(const Options& options = {}) const { return Database::open(recorded, options); }

    /// What the calls since the last recorded.clear() have done.
    std::string trace() const;

    std::shared_ptr<File> memory;
    std::shared_ptr<FaultFile> faults;
    std::shared_ptr<RecordingFile> recorded;
    bool is_sound = true;  ///< Whether the end checks the file.
};

}  // namespace dbdb::test
