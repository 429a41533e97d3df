/// Finding the fields of one JSON object without building it in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dbdb::exchange {

/// The key, the value, the keyspace and what else a line of JSON tells of an entry, still spelled
/// as there.
struct JsonFields {
    struct Field {
        std::string name{};  ///< Such as "key" or "key_base64"; empty when the field is absent.
        std::string text{};
    };

    Field key{};
    Field value{};
    Field keyspace{};
    Field content_type{};
    Field created{};
    Field updated{};
    std::vector<std::string> tags{};
    bool are_tags_base64 = false;
    std::optional<std::int64_t> expires_at_ms{};
};

/// What is wrong with a line, and at which of its bytes (from 1; 0 when that says nothing).
struct JsonProblem {
    std::string text{};
    std::size_t byte = 0;
};

/// Fills `fields` from `line`; empty when that worked. Nesting may be of any depth.
std::optional<JsonProblem> parse_json_fields(std::string_view line, JsonFields& fields);

}  // namespace dbdb::exchange
