/// The text dump that the tools of Berkeley DB and LMDB share.
///
///     VERSION=3            then KEYWORD=VALUE lines, of which format, type and duplicates count
///     HEADER=END
///      6b6579              a space and the key, in hexadecimal digits (format=bytevalue) or as
///      76616c7565          text with \HH escapes (format=print); then the value likewise
///     DATA=END             without it the input was cut and is refused
#pragma once

#include "exchange/line_source.hpp"
#include "exchange/record.hpp"

namespace dbdb::exchange {

/// Reads all sections; that of a named database (database=NAME in its header, as mdb_dump -a writes
/// them) gives its records with that keyspace. Several values for a key are refused. Throws
/// InputError, and whatever `take` throws.
void read_bdb(LineSource& source, const TakeRecord& take);

}  // namespace dbdb::exchange
