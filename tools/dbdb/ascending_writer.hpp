/// Setting many entries in the fastest way that their order allows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dbdb/transaction.hpp"

namespace dbdb::tool {

/// Uses the sorted writer of a keyspace as long as keys ascend, and single sets when they do
/// not; a long ascending run takes up the sorted writer again. The transaction must not be used
/// otherwise until `finish`. Destroyed without it, the entries of the last run are lost.
class AscendingWriter {
public:
    explicit AscendingWriter(Keyspace keyspace) : keyspace_(std::move(keyspace)) {}

    /// The last value of a key stands. An entry that has expired is gone, with what it replaces.
    void set(std::string_view key, std::string_view value, const EntryOptions& entry);

    void finish();

private:
    void set_alone(std::string_view key, std::string_view value, const EntryOptions& entry);
    void set_in_order(std::string_view key, std::string_view value, const EntryOptions& entry);

    Keyspace keyspace_;
    std::optional<Keyspace::SortedWriter> sorted_;
    std::optional<std::string> key_before_;
    std::uint64_t run_ = 0;  ///< Entries in ascending order up to the last one.
    bool out_of_order_ = false;
};

}  // namespace dbdb::tool
