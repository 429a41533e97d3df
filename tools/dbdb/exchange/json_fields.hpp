/// Finding the fields of one JSON object without building it in memory.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dbdb::exchange {

/// The key, the value and the keyspace that a line of JSON holds, still spelled as there.
struct JsonFields {
    struct Field {
        std::string name{};  ///< Such as "key" or "key_base64"; empty when the field is absent.
        std::string text{};
    };

    Field key{};
    Field value{};
    Field keyspace{};
};

/// What is wrong with a line, and at which of its bytes (from 1; 0 when that says nothing).
struct JsonProblem {
    std::string text{};
    std::size_t byte = 0;
};

/// Fills `fields` from `line`; empty when that worked. Nesting may be of any depth.
std::optional<JsonProblem> parse_json_fields(std::string_view line, JsonFields& fields);

}  // namespace dbdb::exchange
