/// Comma-separated values as RFC 4180 has them: a header that names the columns, then a record
/// each.
///
/// The columns are `key` and `value`, which are text, or `key_hex`, `key_base64` and likewise for
/// the value. When reading they may stand in any order and among others, which are passed over.
#pragma once

#include <string_view>

#include "exchange/line_source.hpp"
#include "exchange/record.hpp"
#include "text/spelling.hpp"
#include "text/write.hpp"

namespace dbdb::exchange {

/// Whether `begin` begins as such a header does, with one of those columns first.
bool begins_csv(std::string_view begin);

/// Whether other programs read a field of these bytes: UTF-8 without NUL. Others need a spelling.
bool is_csv_text(std::string_view bytes);

void write_csv_header(text::Spelling spelling, const text::Write& write);

void write_csv_record(std::string_view key,
                      std::string_view value,
                      text::Spelling spelling,
                      const text::Write& write);

/// A last line without a line break is refused: its value may have been cut. Throws InputError, and
/// whatever `take` throws.
void read_csv(LineSource& source, const TakeRecord& take);

}  // namespace dbdb::exchange
