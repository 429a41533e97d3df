/// How verbs show what an entry has beside its value.
#pragma once

#include <string>
#include <string_view>

#include "dbdb/metadata.hpp"

#include "text/json_object.hpp"
#include "text/write.hpp"

namespace dbdb::tool {

/// As it is: a line for each figure, and for each tag.
void write_metadata(const Metadata& metadata, const text::Write& write);

/// As fields of an object.
void add_metadata(const Metadata& metadata, text::JsonObject& object, const text::Write& write);

/// A moment of the calendar, or far from it a number of milliseconds.
std::string expiry_text(Expiry time);

}  // namespace dbdb::tool
