/// How verbs show entries.
#pragma once

#include <string>

#include "dbdb/reader.hpp"

#include "arguments.hpp"
#include "text/spelling.hpp"
#include "text/write.hpp"

namespace dbdb::tool {

struct RecordStyle {
    text::Spelling spelling = text::Spelling::raw;
    bool json = false;
    bool keys_only = false;
    std::string path{};       ///< Of the database, for errors.
    bool value_json = false;  ///< In either style: the value alone as JSON.

    /// Names the options that set these.
    void add_to(Arguments& arguments);

    /// Names the one that sets `value_json`.
    void add_value_json_to(Arguments& arguments);
};

/// One entry on a line of its own: escaped with a tab, or as a JSON object.
void write_record(const Entry& entry, const RecordStyle& style, const text::Write& write);

}  // namespace dbdb::tool
