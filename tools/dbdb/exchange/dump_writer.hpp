/// Writing a dump, record by record, in memory that does not depend on their size.
#pragma once

#include <cstdint>
#include <string_view>

#include "exchange/dump_format.hpp"
#include "text/write.hpp"

namespace dbdb::exchange {

class DumpWriter {
public:
    /// For DumpFormat::lmdb `map_bytes` is the map size that the loader shall use.
    DumpWriter(DumpFormat format, text::Write write, std::uint64_t map_bytes = 0);

    /// To be called once, first: most formats have a header.
    void begin();

    void record(std::string_view key, std::string_view value);

    /// To be called once, last: without it the dump does not count as whole.
    void end();

private:
    void json_record(std::string_view key, std::string_view value);
    void tsv_record(std::string_view key, std::string_view value);
    void item(std::string_view bytes);
    bool has_header() const;

    DumpFormat format_;
    text::Write write_;
    std::uint64_t map_bytes_;
};

}  // namespace dbdb::exchange
