/// How runs of keys are shown that cannot be read.
#pragma once

#include <string>

#include "dbdb/damage.hpp"

#include "text/json_object.hpp"

namespace dbdb::tool {

/// `3 keys from "a" up to "b"`.
std::string text_of(const KeyRange& range);

/// The fields `hidden_entries`, `hidden_from` and, if there is an end, `hidden_to`.
void write_fields(const KeyRange& range, text::JsonObject& object);

}  // namespace dbdb::tool
