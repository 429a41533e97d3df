/// Records into a database, in one commit or several.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dbdb/database.hpp"

#include "ascending_writer.hpp"
#include "exchange/record.hpp"
#include "write_arguments.hpp"
#include "writing.hpp"

namespace dbdb::tool {

/// Opens the database at the first record, so that an input that is wrong from the beginning makes
/// no file. Destroyed without `finish`, the records since the last commit are forgotten.
class Loader {
public:
    /// `batch_records` is the number of records in a commit; empty: all of them.
    /// Records that name no keyspace go to `keyspace`.
    Loader(std::string path,
           std::string keyspace,
           const WriteArguments& write,
           std::optional<std::uint64_t> batch_records);

    /// Throws InputError for a record that is beyond the limits.
    void take(const exchange::Record& record);

    /// Commits what is left.
    void finish();

    std::uint64_t records() const noexcept { return records_; }

    std::uint64_t records_committed() const noexcept { return records_committed_; }

    std::uint64_t commits() const noexcept { return commits_; }

    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

private:
    void begin_transaction();
    void enter(std::string_view keyspace);
    void commit();

    std::string path_;
    std::string keyspace_;
    const WriteArguments& write_;
    std::optional<std::uint64_t> batch_records_;
    std::optional<Database> database_;
    std::optional<Writing> writing_;
    std::optional<AscendingWriter> writer_;
    std::string entered_;  ///< The keyspace of `writer_`.
    std::uint64_t records_ = 0;
    std::uint64_t records_committed_ = 0;
    std::uint64_t commits_ = 0;
};

}  // namespace dbdb::tool
