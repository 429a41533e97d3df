/// Writing a dump, record by record, in memory that does not depend on their size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dbdb/entry_options.hpp"

#include "exchange/dump_format.hpp"
#include "text/spelling.hpp"
#include "text/write.hpp"

namespace dbdb::exchange {

/// What some of the formats ask for.
struct DumpStyle {
    std::uint64_t map_bytes = 0;  ///< For lmdb: the map size that the loader shall use.
    text::Spelling spelling = text::Spelling::raw;  ///< For csv.
};

class DumpWriter {
public:
    DumpWriter(DumpFormat format, text::Write write, const DumpStyle& style = {});

    /// To be called first, and again for each further keyspace: most formats have a header. The
    /// default keyspace has an empty name, and comes first. Formats that do not name them take only
    /// one.
    void begin(std::string_view keyspace = {});

    /// JSON Lines alone have a place for what else the entry has; resp has one for its expiry.
    void record(std::string_view key, std::string_view value, const EntryOptions& entry);

    /// To be called behind the records of each keyspace: without it the dump does not count as
    /// whole.
    void end();

private:
    void json_record(std::string_view key, std::string_view value, const EntryOptions& entry);
    void tsv_record(std::string_view key, std::string_view value);
    void item(std::string_view bytes);
    bool has_header() const;

    DumpFormat format_;
    text::Write write_;
    DumpStyle style_;
    std::uint64_t records_ = 0;
    std::string keyspace_;
};

}  // namespace dbdb::exchange
