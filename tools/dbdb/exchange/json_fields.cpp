#include "exchange/json_fields.hpp"

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace dbdb::exchange {

namespace {

/// Told by the parser what it meets, in order. A function that gives false ends the parsing.
class FieldFinder {
public:
    explicit FieldFinder(JsonFields& fields) : fields_(fields) {}

    bool null() { return other(); }

    bool boolean(bool) { return other(); }

    bool number_integer(std::int64_t number) {
        if (!is_expiry()) return other();
        fields_.expires_at_ms = number;
        return true;
    }

    bool number_unsigned(std::uint64_t number) {
        if (number > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return other();
        return number_integer(static_cast<std::int64_t>(number));
    }

    bool number_float(double, const std::string&) { return other(); }

    bool binary(nlohmann::json::binary_t&) { return other(); }

    bool string(std::string& text) {
        if (depth_ == 0) return refuse("not a JSON object");
        if (depth_ == 1 && (is_expiry() || is_tags())) return other();
        if (depth_ == 2 && is_in_tags_) fields_.tags.push_back(std::move(text));
        JsonFields::Field* const field = depth_ == 1 ? field_named(name_) : nullptr;
        if (field != nullptr) *field = {name_, std::move(text)};
        return true;
    }

    bool key(std::string& name) {
        if (depth_ == 1) name_ = std::move(name);
        return true;
    }

    bool start_object(std::size_t) { return depth_ == 0 ? enter() : other() && enter(); }

    bool start_array(std::size_t) {
        if (depth_ != 1 || !is_tags()) return other() && enter();
        is_in_tags_ = true;
        fields_.tags.clear();
        fields_.are_tags_base64 = name_ == "tags_base64";
        return enter();
    }

    bool end_object() { return leave(); }

    bool end_array() { return leave(); }

    bool parse_error(std::size_t byte, const std::string&, const nlohmann::json::exception&) {
        problem_ = JsonProblem{"not valid JSON", byte};
        return false;
    }

    std::optional<JsonProblem> take_problem() { return std::move(problem_); }

private:
    bool enter() {
        ++depth_;
        return true;
    }

    bool leave() {
        if (--depth_ == 1) is_in_tags_ = false;
        return true;
    }

    /// A value that is not a string.
    bool other() {
        if (depth_ == 0) return refuse("not a JSON object");
        if (depth_ == 1 && field_named(name_) != nullptr)
            return refuse("field '" + name_ + "' is not a string");
        if (depth_ == 1 && is_expiry()) return refuse("field '" + name_ + "' is no number of ms");
        if (is_in_tags_ || (depth_ == 1 && is_tags()))
            return refuse("field '" + name_ + "' is no array of strings");
        return true;
    }

    bool refuse(const std::string& text) {
        problem_ = JsonProblem{text, 0};
        return false;
    }

    /// Where the field of that name belongs; null when it is none of ours.
    JsonFields::Field* field_named(std::string_view name) {
        if (name == "key" || name == "key_base64" || name == "key_hex") return &fields_.key;
        if (name == "value" || name == "value_base64" || name == "value_hex") return &fields_.value;
        if (name == "keyspace") return &fields_.keyspace;
        if (name == "content_type" || name == "content_type_base64") return &fields_.content_type;
        if (name == "created") return &fields_.created;
        if (name == "updated") return &fields_.updated;
        return nullptr;
    }

    bool is_expiry() const { return depth_ == 1 && name_ == "expires_at_ms"; }

    bool is_tags() const { return name_ == "tags" || name_ == "tags_base64"; }

    JsonFields& fields_;
    bool is_in_tags_ = false;
    std::string name_;  ///< Of the field of the outermost object whose value comes next.
    std::size_t depth_ = 0;
    std::optional<JsonProblem> problem_;
};

}  // namespace

std::optional<JsonProblem> parse_json_fields(std::string_view line, JsonFields& fields) {
    FieldFinder finder(fields);
    const bool parsed = nlohmann::json::sax_parse(line.begin(), line.end(), &finder);
    std::optional<JsonProblem> problem = finder.take_problem();
    if (!parsed && !problem) problem = JsonProblem{"not valid JSON", 0};
    return problem;
}

}  // namespace dbdb::exchange
