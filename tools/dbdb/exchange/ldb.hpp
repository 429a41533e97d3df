/// What `ldb dump --hex` of RocksDB writes and `ldb load --hex` reads.
///
///     0x6B6579 ==> 0x76616C7565     key and value, in hexadecimal digits
///     Keys in range: 1              how many there were: without it the input was cut
#pragma once

#include <cstdint>
#include <string_view>

#include "exchange/line_source.hpp"
#include "exchange/record.hpp"
#include "text/write.hpp"

namespace dbdb::exchange {

void write_ldb_record(std::string_view key, std::string_view value, const text::Write& write);

void write_ldb_end(std::uint64_t records, const text::Write& write);

/// Throws InputError, and whatever `take` throws. Refuses what was dumped without --hex, which can
/// be read in more than one way.
void read_ldb(LineSource& source, const TakeRecord& take);

}  // namespace dbdb::exchange
