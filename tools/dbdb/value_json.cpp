#include "value_json.hpp"

#include "dbdb/value.hpp"

#include "text/escape.hpp"
#include "text/utf8.hpp"

namespace dbdb::tool {

std::string value_json(const Entry& entry, const std::string& path) {
    const std::string_view bytes = entry.value;
    if (Value::is_encoded(bytes)) {
        const std::string place = path + ": value of " + text::quoted(entry.key);
        return Value::decode(bytes, place).to_json();
    }
    if (text::is_utf8(bytes)) return Value(bytes).to_json();
    return Value(Value::Bytes{std::string(bytes)}).to_json();
}

}  // namespace dbdb::tool
