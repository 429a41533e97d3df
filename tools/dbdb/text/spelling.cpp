#include "text/spelling.hpp"

#include "text/base64.hpp"
#include "text/escape.hpp"
#include "text/hex.hpp"

namespace dbdb::text {

std::optional<std::string> decode(std::string_view text, Spelling spelling) {
    if (spelling == Spelling::hex) return decode_hex(text);
    if (spelling == Spelling::base64) return decode_base64(text);
    return std::string(text);
}

void encode(std::string_view bytes, Spelling spelling, const Write& write) {
    if (spelling == Spelling::hex) return encode_hex(bytes, write);
    if (spelling == Spelling::base64) return encode_base64(bytes, write);
    write(bytes);
}

void encode_line(std::string_view bytes, Spelling spelling, const Write& write) {
    if (spelling == Spelling::raw) return escape(bytes, write);
    encode(bytes, spelling, write);
}

std::string_view spelling_name(Spelling spelling) {
    if (spelling == Spelling::hex) return "hexadecimal";
    return spelling == Spelling::base64 ? "Base64" : "plain";
}

}  // namespace dbdb::text
