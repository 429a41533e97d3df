/// Tab-separated values: key, tab, value on each line, escaped as text/escape.hpp says.
#pragma once

#include "exchange/line_source.hpp"
#include "exchange/record.hpp"

namespace dbdb::exchange {

/// A last line without a newline is refused: its value may have been cut. Throws InputError, and
/// whatever `take` throws.
void read_tsv(LineSource& source, const TakeRecord& take);

}  // namespace dbdb::exchange
