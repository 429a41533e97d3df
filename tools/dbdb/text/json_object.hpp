/// Writing one JSON object on one line.
///
/// Bytes that are UTF-8 are a string under their own name; others are Base64 under the name with
/// `_base64` behind it. Control characters are escaped, so that a line is safe on a terminal.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/spelling.hpp"
#include "text/write.hpp"

namespace dbdb::text {

/// Writes `{` when it is made and `}` at `end`. Names are written as they are: plain identifiers.
class JsonObject {
public:
    explicit JsonObject(Write write);

    void number(std::string_view name, std::uint64_t value);
    void boolean(std::string_view name, bool value);

    /// Bytes under a name that tells how they are spelled: `name`, `name_base64` or `name_hex`.
    void bytes(std::string_view name, std::string_view value, Spelling spelling = Spelling::raw);

    /// What stands behind the name is written by the caller.
    void begin_field(std::string_view name);

    /// Ends the object, without a newline.
    void end();

private:
    void text(std::string_view name, std::string_view value, Spelling spelling);

    Write write_;
    bool first_ = true;
};

/// Writes `bytes`, which must be UTF-8, as a JSON string with its quotation marks.
void write_json_string(std::string_view bytes, const Write& write);

}  // namespace dbdb::text
