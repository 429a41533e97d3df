/// Compressing values while they are copied that were set before their keyspace compressed.
#pragma once

#include <optional>
#include <string>

#include "format/keyspace_record.hpp"
#include "transaction/appender.hpp"
#include "tree/source.hpp"

namespace dbdb::database {

class Recompression {
public:
    /// From now on values are those of a keyspace with these options.
    void set_options(const format::KeyspaceOptions& options) { options_ = options; }

    /// The payload that `entry` of `source` gets, with its value compressed, in a blob of `target`
    /// where it is large. Empty for an entry that is to be copied as it is: one that is compressed
    /// already stays so, whatever the options say. Throws Error{Errc::corrupt} when its blob is
    /// damaged.
    std::optional<std::string> payload_of(const tree::Source& source,
                                          const format::EntryView& entry,
                                          transaction::Appender& target) const;

private:
    format::KeyspaceOptions options_{};
};

}  // namespace dbdb::database
