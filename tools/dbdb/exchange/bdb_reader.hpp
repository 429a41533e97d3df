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

/// Reads one section; an input with several, or of a named database, is refused, as is one with
/// several values for a key. Throws InputError, and whatever `take` throws.
void read_bdb(LineSource& source, const TakeRecord& take);

}  // namespace dbdb::exchange
