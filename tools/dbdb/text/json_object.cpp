#include "text/json_object.hpp"

#include <string>
#include <utility>

#include "text/utf8.hpp"

namespace dbdb::text {

namespace {

bool stands_for_itself(std::string_view rest) {
    return rest.front() != '"' && rest.front() != '\\' && !is_control(rest);
}

std::size_t plain_bytes(std::string_view bytes) {
    std::size_t index = 0;
    while (index < bytes.size() && stands_for_itself(bytes.substr(index)))
        index += character_bytes(bytes.substr(index));
    return index;
}

/// The code point of a control character, of which none takes more than two bytes.
unsigned control_code(std::string_view character) {
    return static_cast<unsigned char>(character[character.size() - 1]);
}

void write_code_point(unsigned code, const Write& write) {
    constexpr std::string_view digits = "0123456789abcdef";
    const char sequence[] = {'\\', 'u', '0', '0', digits[code >> 4], digits[code & 15]};
    write({sequence, sizeof sequence});
}

void write_escape(std::string_view character, const Write& write) {
    switch (character.front()) {
        case '"':
            return write("\\\"");
        case '\\':
            return write("\\\\");
        case '\n':
            return write("\\n");
        case '\r':
            return write("\\r");
        case '\t':
            return write("\\t");
        default:
            return write_code_point(control_code(character), write);
    }
}

}  // namespace

void write_json_string(std::string_view bytes, const Write& write) {
    write("\"");
    while (!bytes.empty()) {
        const std::size_t count = plain_bytes(bytes);
        if (count != 0) write(bytes.substr(0, count));
        bytes.remove_prefix(count);
        if (bytes.empty()) break;
        const std::size_t length_bytes = character_bytes(bytes);
        write_escape(bytes.substr(0, length_bytes), write);
        bytes.remove_prefix(length_bytes);
    }
    write("\"");
}

JsonObject::JsonObject(Write write) : write_(std::move(write)) { write_("{"); }

void JsonObject::begin_field(std::string_view name) {
    write_(first_ ? "\"" : ",\"");
    first_ = false;
    write_(name);
    write_("\":");
}

void JsonObject::number(std::string_view name, std::uint64_t value) {
    begin_field(name);
    write_(std::to_string(value));
}

void JsonObject::boolean(std::string_view name, bool value) {
    begin_field(name);
    write_(value ? "true" : "false");
}

void JsonObject::bytes(std::string_view name, std::string_view value, Spelling spelling) {
    if (spelling == Spelling::raw && is_utf8(value)) {
        begin_field(name);
        return write_json_string(value, write_);
    }
    text(name, value, spelling == Spelling::raw ? Spelling::base64 : spelling);
}

void JsonObject::text(std::string_view name, std::string_view value, Spelling spelling) {
    begin_field(std::string(name) + (spelling == Spelling::hex ? "_hex" : "_base64"));
    write_("\"");
    encode(value, spelling, write_);
    write_("\"");
}

void JsonObject::end() { write_("}"); }

}  // namespace dbdb::text
