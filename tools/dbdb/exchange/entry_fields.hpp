/// What an entry has beside its value, as fields of a JSON object.
#pragma once

#include "dbdb/entry_options.hpp"

#include "text/json_object.hpp"
#include "text/write.hpp"

namespace dbdb::exchange {

/// Those that the entry has: `expires_at_ms`, a number of ms since 1970; `tags`, an array of
/// strings, or `tags_base64` where one of them is not UTF-8; `content_type`; `created` and
/// `updated`, times as text.
void add_entry_fields(const EntryOptions& entry,
                      text::JsonObject& object,
                      const text::Write& write);

}  // namespace dbdb::exchange
