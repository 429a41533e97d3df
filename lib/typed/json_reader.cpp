#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "dbdb/error.hpp"

#include "typed/base64.hpp"
#include "typed/value_json.hpp"

namespace dbdb {
namespace {

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(Errc::invalid, "JSON of a value: " + reason);
}

/// Every level of a value may be put into a `$map`, and in the innermost one bytes.
constexpr std::size_t json_depth_max = 2 * Value::depth_max + 2;

/// Takes what the parser tells, in this order, without recursion.
class JsonReader : public nlohmann::json_sax<nlohmann::json> {
public:
    Value take() { return std::move(root_); }

    bool null() override { return add(nullptr); }

    bool boolean(bool flag) override { return add(flag); }

    bool number_integer(std::int64_t number) override { return add(number); }

    bool number_unsigned(std::uint64_t number) override { return add(number); }

    /// The parser takes integers that are too large for doubles.
    bool number_float(double number, const std::string& digits) override {
        if (digits.find_first_of(".eE") == std::string::npos)
            refuse(digits.substr(0, 40) + " has over 64 bits");
        return add(number);
    }

    bool string(std::string& text) override { return add(std::move(text)); }

    bool binary(nlohmann::json::binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(true); }

    bool key(std::string& name) override {
        if (open_.back().map.contains(name)) refuse("a map with the key '" + name + "' twice");
        open_.back().key = std::move(name);
        return true;
    }

    bool end_object() override {
        Value::Map map = std::move(open_.back().map);
        open_.pop_back();
        return add(std::move(map));
    }

    bool start_array(std::size_t) override { return open(false); }

    bool end_array() override {
        Value::List list = std::move(open_.back().list);
        open_.pop_back();
        return add(std::move(list));
    }

    bool parse_error(std::size_t,
                     const std::string&,
                     const nlohmann::detail::exception& error) override {
        const std::string text = error.what();  // It begins with a number in square brackets.
        refuse(text.substr(text.find("] ") + 2));
    }

private:
    struct Open {
        bool is_map = false;
        std::string key{};
        Value::Map map{};
        Value::List list{};
    };

    bool open(bool is_map) {
        if (open_.size() > json_depth_max) refuse("lists and maps are nested too deep");
        open_.push_back({.is_map = is_map});
        return true;
    }

    bool add(Value value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().is_map) {
            open_.back().map.emplace(std::move(open_.back().key), std::move(value));
        } else {
            open_.back().list.push_back(std::move(value));
        }
        return true;
    }

    std::vector<Open> open_{};
    Value root_{};
};

Value bytes_of(const Value& base64) {
    const auto* text = base64.get_if<std::string>();
    auto bytes = text != nullptr ? typed::from_base64(*text) : std::nullopt;
    if (!bytes) refuse("$bytes without base64");
    return Value::Bytes{std::move(*bytes)};
}

Value double_of(const Value& name) {
    using Limits = std::numeric_limits<double>;
    if (name == Value("nan")) return Limits::quiet_NaN();
    if (name == Value("inf")) return Limits::infinity();
    if (name == Value("-inf")) return -Limits::infinity();
    refuse("$double is \"nan\", \"inf\" or \"-inf\"");
}

Value plain(const Value& value, std::size_t depth);

Value plain_map(const Value::Map& map, std::size_t depth) {
    Value::Map result;
    for (const auto& [key, value] : map)
        result.emplace_hint(result.end(), key, plain(value, depth + 1));
    return result;
}

Value plain_list(const Value::List& list, std::size_t depth) {
    Value::List result;
    result.reserve(list.size());
    for (const Value& value : list)
        result.push_back(plain(value, depth + 1));
    return result;
}

Value special(const Value::Map& map, std::size_t depth) {
    const auto& [key, value] = *map.begin();
    if (key == typed::bytes_key) return bytes_of(value);
    if (key == typed::double_key) return double_of(value);
    const auto* inner = value.get_if<Value::Map>();
    if (inner == nullptr) refuse("$map without a map");
    return plain_map(*inner, depth);
}

/// `value` with the special forms in it taken for what they stand for.
Value plain(const Value& value, std::size_t depth) {
    if (depth > Value::depth_max) refuse("lists and maps are nested too deep");
    if (const auto* list = value.get_if<Value::List>()) return plain_list(*list, depth);
    const auto* map = value.get_if<Value::Map>();
    if (map == nullptr) return value;
    return typed::is_special(*map) ? special(*map, depth) : plain_map(*map, depth);
}

}  // namespace

Value Value::from_json(std::string_view json) {
    JsonReader reader;
    nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
    return plain(reader.take(), 0);
}

}  // namespace dbdb
