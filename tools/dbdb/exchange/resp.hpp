/// Commands in the protocol of Redis, as `redis-cli --pipe` takes them and append-only files have
/// them.
///
/// A command is `*3 $3 SET $1 k $1 v`, each of them a line that ends with CR LF; behind `$` stands
/// how many bytes the next line has. Source: the Redis serialization protocol specification, RESP2.
#pragma once

#include <string_view>

#include "dbdb/entry_options.hpp"

#include "exchange/line_source.hpp"
#include "exchange/record.hpp"
#include "text/write.hpp"

namespace dbdb::exchange {

/// A SET, with PXAT when the entry expires, which Redis knows since version 6.2.
void write_resp_record(std::string_view key,
                       std::string_view value,
                       const EntryOptions& entry,
                       const text::Write& write);

/// Reads SET with its expiry (EX, PX, EXAT, PXAT), and a PEXPIREAT of the same key behind it;
/// SELECT of a number other than 0 makes that the keyspace. MULTI, EXEC and lines with `#` are
/// passed over. Every other command is refused: it would be lost. Throws InputError, and whatever
/// `take` throws.
void read_resp(LineSource& source, const TakeRecord& take);

}  // namespace dbdb::exchange
