#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "dbdb/error.hpp"

#include "typed/base64.hpp"
#include "typed/utf8.hpp"
#include "typed/value_json.hpp"

namespace dbdb {
namespace {

/// Escapes what a terminal might obey and JSON allows: DEL and the second set of control
/// characters.
std::string without_controls(const std::string& json) {
    std::string result;
    for (std::size_t index = 0; index < json.size(); ++index) {
        const bool is_pair =
            json[index] == '\xc2' && static_cast<unsigned char>(json[index + 1]) < 0xa0;
        if (!is_pair && json[index] != '\x7f') {
            result += json[index];
            continue;
        }
        constexpr std::string_view digits = "0123456789abcdef";
        const auto code = static_cast<unsigned char>(json[is_pair ? ++index : index]);
        result += "\\u00";
        result += digits[code >> 4];
        result += digits[code & 15];
    }
    return result;
}

class JsonWriter {
public:
    void write(const Value& value) {
        if (depth_ > Value::depth_max)
            throw Error(Errc::invalid, "value: lists and maps are nested too deep");
        std::visit([&](const auto& data) { write(data); }, value.data());
    }

    std::string json{};

private:
    void write(std::monostate) { json += "null"; }

    void write(bool flag) { json += flag ? "true" : "false"; }

    void write(std::int64_t number) { json += std::to_string(number); }

    void write(std::uint64_t number) { json += std::to_string(number); }

    void write(double number) {
        if (!std::isfinite(number)) return write_special(number);
        std::array<char, 32> buffer;
        const auto result = std::to_chars(buffer.begin(), buffer.end(), number);
        const std::string_view digits(buffer.data(), result.ptr);
        json += digits;
        if (digits.find_first_of(".e") == std::string_view::npos) json += ".0";
    }

    void write_special(double number) {
        const char* name = std::isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
        write_members({{std::string(typed::double_key), name}});
    }

    void write(const std::string& text) {
        if (!typed::is_utf8(text))
            throw Error(Errc::invalid, "value: text that is not UTF-8; store it as bytes");
        json += without_controls(nlohmann::json(text).dump());
    }

    void write(const Value::Bytes& data) {
        write_members({{std::string(typed::bytes_key), typed::to_base64(data.bytes)}});
    }

    void write(const Value::List& list) {
        ++depth_;
        char before = '[';
        for (const Value& value : list) {
            json += std::exchange(before, ',');
            write(value);
        }
        json += list.empty() ? "[]" : "]";
        --depth_;
    }

    void write(const Value::Map& map) {
        if (!typed::is_special(map)) return write_members(map);
        json += "{\"" + std::string(typed::map_key) + "\":";
        write_members(map);
        json += '}';
    }

    void write_members(const Value::Map& map) {
        ++depth_;
        char before = '{';
        for (const auto& [key, value] : map) {
            json += std::exchange(before, ',');
            write(key);
            json += ':';
            write(value);
        }
        json += map.empty() ? "{}" : "}";
        --depth_;
    }

    std::size_t depth_ = 0;
};

}  // namespace

std::string Value::to_json() const {
    JsonWriter writer;
    writer.write(*this);
    return std::move(writer.json);
}

}  // namespace dbdb
