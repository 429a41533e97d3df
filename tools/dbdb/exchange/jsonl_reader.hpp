/// JSON Lines: one object with a key and a value on each line.
///
/// `key` and `value` are strings; bytes that are not UTF-8 come as `key_base64` or `key_hex`, and
/// likewise for the value. `keyspace`, a string, is the keyspace, and may be missing, as may what
/// else an entry has: see exchange/entry_fields.hpp. Of a field
/// given twice the last one stands; other fields are ignored; empty lines too. A number is never
/// taken for a string.
#pragma once

#include "exchange/line_source.hpp"
#include "exchange/record.hpp"

namespace dbdb::exchange {

/// Throws InputError, and whatever `take` throws.
void read_jsonl(LineSource& source, const TakeRecord& take);

}  // namespace dbdb::exchange
